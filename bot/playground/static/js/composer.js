/** Where one writes: messages and slash commands, with completion and a history on ↑. */

import { commandOf } from "./completion.js";
import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { notify } from "./notice.js";
import { attachButton, runCommand, say, shortcutsButton } from "./sending.js";
import { pastLines } from "./past.js";
import { app, refresh } from "./state.js";
import { suggestionsFor } from "./suggestions.js";
import { word } from "./words.js";

const drafts = new Map();

/** Show a composer in `foot`. The same `key` keeps what is typed; another brings its own draft. */
export function drawComposer(foot, { key, prompt, thread = null }) {
  redraw(foot, [app.me, key, prompt], () => build({ draft: `${app.me} ${key}`, prompt, thread }));
}

/** Put `text` into the open channel's composer, ready to be sent. */
export function propose(text) {
  const field = document.querySelector("#composer textarea");
  field.value = text;
  field.focus();
  field.dispatchEvent(new Event("input"));
}

function build({ draft, prompt, thread }) {
  const field = textField(prompt, drafts.get(draft));
  const note = { usage: h("span.usage"), answered: h("span.answered") };
  const changed = () => {
    drafts.set(draft, field.value);
    fit(field);
    note.usage.textContent = usageOf(field.value);
  };
  const list = suggestionsFor(field, changed);
  const past = pastLines(app.me);
  const send = (event) => {
    event.preventDefault();
    list.dismiss();
    dispatch(field, { thread, note, past, changed });
  };
  field.addEventListener("input", () => [changed(), list.update()]);
  field.addEventListener("blur", list.dismiss);
  field.addEventListener("keydown", (event) => {
    if (list.onKey(event) || past.onKey(event, field, changed)) event.preventDefault();
    else if (isSend(event)) send(event);
  });
  requestAnimationFrame(changed);
  const buttons = [!thread && shortcutsButton(), attachButton(thread)];
  return [
    list.node,
    h("form.composer", { onsubmit: send }, buttons, field, sendButton()),
    h("p.composer-note", { "aria-live": "polite" }, note.usage, note.answered),
  ];
}

function textField(prompt, value = "") {
  return h("textarea", {
    rows: 1,
    placeholder: prompt,
    "aria-label": prompt,
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    autocomplete: "off",
    value,
  });
}

function sendButton() {
  const props = { type: "submit", "aria-label": word("send") };
  return h("button.icon-button.send", props, icon("send"));
}

const isSend = (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing;

function fit(field) {
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${Math.min(field.scrollHeight, 200)}px`);
}

/** How the command that is being typed goes on, as its manifest says. */
function usageOf(text) {
  const known = text.startsWith("/") && text.includes(" ") ? commandOf(text) : null;
  return known?.usage_hint ? `${known.command} ${known.usage_hint}` : "";
}

/** Send what is written; if that fails, put it back. */
async function dispatch(field, { thread, note, past, changed }) {
  const text = field.value.trim();
  if (!text) return;
  if (thread && text.startsWith("/")) {
    notify(word("noCommandInThread"));
    return;
  }
  past.add(text);
  field.value = "";
  note.answered.textContent = "";
  changed();
  const answer = await (text.startsWith("/") ? runCommand(text) : say(text, thread));
  note.answered.textContent = answer?.told ?? "";
  if (!answer && !field.value) {
    field.value = text;
    changed();
  }
  await refresh();
}
