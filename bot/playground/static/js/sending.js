/** What goes out of a composer: messages, commands, files and global shortcuts. */

import * as api from "./api.js";
import { commandOf } from "./completion.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { notify, tried } from "./notice.js";
import { app, refresh } from "./state.js";
import { word } from "./words.js";

/** Run a typed slash command; `told` in the answer says how long the app took, null is failure. */
export async function runCommand(typed) {
  const [command] = typed.split(/\s/, 1);
  if (!commandOf(command)) return unknown(command);
  const text = typed.slice(command.length).trim();
  const request = { user: app.me, channel: app.place, command, text };
  const answer = await tried(command, api.command(request));
  return answer && { ...answer, told: word("answered", { command, ms: Math.round(answer.ms) }) };
}

function unknown(command) {
  const all = app.world.commands.map((one) => one.command);
  notify(word("unknownCommand", { command, all: all.join(" "), first: all[0] }), "error");
  return null;
}

/** Say something in the open channel, or in a thread of it; null is failure. */
export function say(text, thread, files = []) {
  const there = { user: app.me, channel: app.place, ...(thread && { thread_ts: thread }) };
  return tried(word("send"), api.message({ ...there, text, files }));
}

/** A button that sends a text file (such as a CSV) as soon as one is chosen. */
export function attachButton(thread) {
  const onchange = async (event) => {
    const [file] = event.target.files;
    if (file) await say("", thread, [{ name: file.name, content: await file.text() }]);
    event.target.value = "";
    await refresh();
  };
  const input = h("input", { type: "file", accept: ".csv,.tsv,.txt", hidden: true, onchange });
  const label = { "aria-label": word("attach"), title: word("attach") };
  const props = { type: "button", ...label, onclick: () => input.click() };
  return [input, h("button.icon-button", props, icon("attach"))];
}

/** The button for the app's global shortcuts; none where it has none. */
export function shortcutsButton() {
  const shortcuts = app.world.shortcuts.filter((one) => one.type === "global");
  if (!shortcuts.length) return null;
  const entry = (one) => ({ label: one.name, icon: icon("bolt"), act: () => run(one) });
  const label = { "aria-haspopup": "menu", "aria-label": word("shortcuts") };
  const onclick = (event) => openMenu(event.currentTarget, shortcuts.map(entry));
  return h("button.icon-button", { type: "button", ...label, onclick }, icon("bolt"));
}

async function run(one) {
  const request = { user: app.me, callbackId: one.callback_id, channel: app.place };
  await tried(one.name, api.shortcut(request));
  await refresh();
}
