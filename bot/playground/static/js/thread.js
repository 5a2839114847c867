/** The thread panel beside a channel: the first message, its replies, a place to answer. */

import { drawComposer } from "./composer.js";
import { h, redraw } from "./dom.js";
import { follow, wasDrawn } from "./following.js";
import { icon } from "./icons.js";
import { drawMessages } from "./messages.js";
import { app, channel, me, openThread, placeName } from "./state.js";
import { word } from "./words.js";

const panel = document.querySelector("#thread");
const head = h("header.panel-head");
const list = h("div.messages", { role: "log" });
const foot = h("div.composer-place");
panel.append(head, list, foot);
follow(list);
let shown = null;

/** Show the open thread, or nothing. */
export function drawThread() {
  const isOpen = Boolean(app.thread) && app.place !== "home";
  panel.hidden = !isOpen;
  document.body.dataset.thread = isOpen;
  if (!isOpen) {
    shown = null;
    return;
  }
  panel.setAttribute("aria-label", word("thread"));
  redraw(head, [app.place, me().locale], headParts);
  const isMember = (message) => message.ts === app.thread || message.thread_ts === app.thread;
  drawMessages(list, app.messages.filter(isMember), { inThread: true });
  drawComposer(foot, { key: app.thread, prompt: word("replyPrompt"), thread: app.thread });
  wasDrawn(list, shown !== app.thread);
  shown = app.thread;
}

function headParts() {
  const close = { type: "button", "aria-label": word("close"), onclick: () => openThread(null) };
  return [
    h("h2", {}, word("thread"), h("small", {}, placeName(channel(app.place)))),
    h("button.icon-button", close, icon("close")),
  ];
}
