/** Messages in a channel or a thread: who, when, what, and what can be done with them. */

import * as api from "./api.js";
import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { h, keep } from "./dom.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { onLongPress, openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { tried } from "./notice.js";
import { app, me, nameOf, now, openThread, person, refresh } from "./state.js";
import { messageSurface } from "./surfaces.js";
import { clockTime, instantOf, longDay, shortDay } from "./time.js";
import { word } from "./words.js";

const TOGETHER_MS = 5 * 60 * 1000;

/** Show `messages` in `list`, with a line above each day; `inThread` leaves thread links out. */
export function drawMessages(list, messages, { inThread = false } = {}) {
  const context = JSON.stringify([app.me, me().locale, me().tz, inThread, shortDay(now(), me())]);
  const rows = withDays(messages);
  keep(
    list,
    rows,
    (row) => `${app.place} ${row.day ?? row.message.ts}${row.message?.ephemeral ? " own" : ""}`,
    (row) => context + JSON.stringify(row),
    (row) => (row.day ? dayLine(row) : messageRow(row, inThread)),
  );
}

function withDays(messages) {
  const rows = [];
  let last = null;
  for (const message of messages) {
    const instant = instantOf(message.ts);
    const day = longDay(instant, me());
    const isNewDay = day !== (last && longDay(instantOf(last.ts), me()));
    if (isNewDay) rows.push({ day });
    rows.push({ message, follows: !isNewDay && follows(last, message) });
    last = message;
  }
  return rows;
}

/** Whether a message needs no second name and picture: plain words, same author, soon after. */
function follows(last, message) {
  const soon = instantOf(message.ts) - instantOf(last.ts) < TOGETHER_MS;
  const isPlain = (one) => !one.ephemeral && !one.blocks?.length;
  return soon && last.user === message.user && isPlain(last) && isPlain(message);
}

function dayLine({ day }) {
  const isToday = day === longDay(now(), me());
  return h(
    "div.day",
    { role: "separator" },
    h("span", {}, isToday ? `${word("today")} · ${day}` : day),
  );
}

function messageRow({ message, follows: isFollowing }, inThread) {
  const user = person(message.user);
  const row = h(
    "article.message",
    {
      "data-ts": message.ts,
      "data-follows": isFollowing,
      "data-ephemeral": Boolean(message.ephemeral),
      "aria-label": `${authorName(message, user)}, ${clockTime(instantOf(message.ts), me())}`,
    },
    isFollowing ? h("span.gutter", {}, when(message)) : avatar(user),
    h(
      "div.message-body",
      {},
      message.ephemeral && h("p.only-you", {}, icon("eye"), word("ephemeral")),
      !isFollowing && byline(message, user),
      content(message),
      files(message),
      reactions(message),
      message.edited && h("span.edited", {}, `(${word("edited")})`),
      !inThread && message.reply_count > 0 && threadLink(message),
    ),
    !message.ephemeral && tools(message, inThread),
  );
  if (!message.ephemeral)
    onLongPress(row, () => openMessageMenu(row.querySelector(".more"), message, inThread));
  return row;
}

const authorName = (message, user) => message.username || nameOf(user);
const when = (message) => h("time", {}, clockTime(instantOf(message.ts), me()));

function byline(message, user) {
  const isBot = user?.is_bot || message.bot_id;
  return h(
    "header.byline",
    {},
    h("b", {}, authorName(message, user)),
    isBot && h("span.badge", {}, word("app")),
    when(message),
  );
}

function content(message) {
  const blocks = message.blocks?.length ? message.blocks : null;
  if (!blocks) return h("div.text", {}, mrkdwn(message.text ?? ""));
  return h("div.blocks", {}, drawBlocks(blocks, messageSurface(message, app.place)));
}

function files(message) {
  return (message.files ?? []).map((file) => {
    const name = file.title || file.name;
    const size = file.size ? `${Math.max(1, Math.round(file.size / 1024))} kB` : "";
    const label = [icon("file"), h("span", {}, name, h("small", {}, size))];
    return file.url
      ? h("a.file", { href: file.url, download: file.name }, label)
      : h("span.file", {}, label);
  });
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  const chip = ({ name, count }) =>
    h("span.reaction", {}, `${emoji(name) ?? `:${name}:`} ${count}`);
  return h("div.reactions", {}, message.reactions.map(chip));
}

function threadLink(message) {
  const n = message.reply_count;
  const label = n === 1 ? word("replyOne") : word("replies", { n });
  return h("button.thread-link", { type: "button", onclick: () => openThread(message.ts) }, label);
}

function tools(message, inThread) {
  const more = {
    type: "button",
    "aria-haspopup": "menu",
    "aria-label": word("messageActions"),
    onclick: (event) => openMessageMenu(event.currentTarget, message, inThread),
  };
  const reply = {
    type: "button",
    "aria-label": word("reply"),
    onclick: () => openThread(message.ts),
  };
  return h(
    "div.tools",
    {},
    !inThread && h("button.icon-button.reply", reply, icon("reply")),
    h("button.icon-button.more", more, icon("more")),
  );
}

function openMessageMenu(anchor, message, inThread) {
  const shortcuts = app.world.shortcuts.filter((one) => one.type === "message");
  const entries = shortcuts.map((one) => ({
    label: one.name,
    note: nameOf(person(app.world.bot.id)),
    icon: icon("bolt"),
    act: () => runShortcut(one, message),
  }));
  const reply = {
    label: word("reply"),
    icon: icon("reply"),
    act: () => openThread(message.thread_ts ?? message.ts),
  };
  openMenu(anchor, inThread ? entries : [reply, ...entries]);
}

async function runShortcut(one, message) {
  const request = {
    user: app.me,
    callbackId: one.callback_id,
    channel: app.place,
    messageTs: message.ts,
  };
  await tried(one.name, api.shortcut(request));
  await refresh();
}
