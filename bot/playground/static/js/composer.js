/** Where one writes: messages and slash commands, with completion and a history on ↑. */

import * as api from "./api.js";
import { commandOf } from "./completion.js";
import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { notify, tried } from "./notice.js";
import { app, refresh } from "./state.js";
import { suggestionsFor } from "./suggestions.js";
import { word } from "./words.js";

const KEPT = 50;
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
  const field = h("textarea", {
    rows: 1,
    placeholder: prompt,
    "aria-label": prompt,
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    autocomplete: "off",
    value: drafts.get(draft) ?? "",
  });
  const usage = h("span.usage");
  const answered = h("span.answered");
  const changed = () => {
    drafts.set(draft, field.value);
    fit(field);
    showUsage(usage, field.value);
  };
  const list = suggestionsFor(field, changed);
  const past = history();
  const send = () => dispatch(field, { thread, answered, past, changed });
  field.addEventListener("input", () => { changed(); list.update(); });
  field.addEventListener("blur", list.dismiss);
  field.addEventListener("keydown", (event) => {
    if (list.onKey(event) || past.onKey(event, field, changed) || isSend(event, send)) event.preventDefault();
  });
  const onsubmit = (event) => { event.preventDefault(); send(); };
  const sendButton = h("button.icon-button.send", { type: "submit", "aria-label": word("send") }, icon("send"));
  requestAnimationFrame(changed);
  return [
    list.node,
    h("form.composer", { onsubmit }, !thread && shortcutsButton(), attachButton(thread), field, sendButton),
    h("p.composer-note", { "aria-live": "polite" }, usage, answered),
  ];
}

function isSend(event, send) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return false;
  send();
  return true;
}

function fit(field) {
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${Math.min(field.scrollHeight, 200)}px`);
}

function showUsage(usage, text) {
  const known = text.startsWith("/") && text.includes(" ") ? commandOf(text) : null;
  usage.textContent = known?.usage_hint ? `${known.command} ${known.usage_hint}` : "";
}

async function dispatch(field, { thread, answered, past, changed }) {
  const text = field.value.trim();
  if (!text) return;
  if (thread && text.startsWith("/")) {
    notify(word("noCommandInThread"));
    return;
  }
  past.add(text);
  field.value = "";
  changed();
  const answer = await (text.startsWith("/") ? runCommand(text, answered) : say(text, thread));
  if (!answer && !field.value) {
    field.value = text;
    changed();
  }
  await refresh();
}

async function runCommand(typed, answered) {
  const [command] = typed.split(/\s/, 1);
  const text = typed.slice(command.length).trim();
  answered.textContent = "";
  const answer = await tried(command, api.command({ user: app.me, channel: app.place, command, text }));
  if (answer) answered.textContent = word("answered", { command, ms: Math.round(answer.ms ?? 0) });
  return answer;
}

function say(text, thread, files = []) {
  const request = { user: app.me, channel: app.place, text, files, ...(thread && { thread_ts: thread }) };
  return tried(word("send"), api.message(request));
}

/** What this person sent before, walked with ↑ and ↓ while nothing else is typed. */
function history() {
  const key = `sent ${app.me}`;
  const lines = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  let at = lines.length;
  return {
    add(text) {
      if (lines.at(-1) !== text) lines.push(text);
      sessionStorage.setItem(key, JSON.stringify(lines.slice(-KEPT)));
      at = lines.length;
    },
    onKey(event, field, changed) {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const isWalking = field.value === (lines[at] ?? "");
      if (!step || !isWalking || !(at + step in lines || at + step === lines.length)) return false;
      at += step;
      field.value = lines[at] ?? "";
      changed();
      return true;
    },
  };
}

/** A text file (such as a CSV) is sent as soon as it is chosen. */
function attachButton(thread) {
  const onchange = async (event) => {
    const [file] = event.target.files;
    if (file) await say("", thread, [{ name: file.name, content: await file.text() }]);
    event.target.value = "";
    await refresh();
  };
  const input = h("input", { type: "file", accept: ".csv,.tsv,.txt", hidden: true, onchange });
  const props = { type: "button", "aria-label": word("attach"), title: word("attach"), onclick: () => input.click() };
  return [input, h("button.icon-button", props, icon("attach"))];
}

function shortcutsButton() {
  const shortcuts = app.world.shortcuts.filter((one) => one.type === "global");
  if (!shortcuts.length) return null;
  const run = async (one) => {
    const request = { user: app.me, callbackId: one.callback_id, channel: app.place };
    await tried(one.name, api.shortcut(request));
    await refresh();
  };
  const entries = shortcuts.map((one) => ({ label: one.name, icon: icon("bolt"), act: () => run(one) }));
  const props = {
    type: "button",
    "aria-haspopup": "menu",
    "aria-label": word("shortcuts"),
    onclick: (event) => openMenu(event.currentTarget, entries),
  };
  return h("button.icon-button", props, icon("bolt"));
}
