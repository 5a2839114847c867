/**
 * Slack's mrkdwn as nodes. Source: docs.slack.dev/messaging/formatting-message-text.
 *
 * As in Slack, a marker counts only at the edge of a word, and a Chinese character is part of a
 * word: 很*好*的 stays as it is. What looks wrong here would look wrong there.
 */

import { h } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { broadcast, channelMention, groupMention, link, userMention } from "./mentions.js";
import { me } from "./state.js";
import { dateTokens } from "./time.js";

const FENCE = /```\n?([\s\S]+?)\n?```/;
const BODY = "(?:<[^<>\\n]*>|`[^`\\n]+`|[^<\\n])+?";
const TOKEN = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    ":(?<emoji>[a-z0-9_+-]+):",
    `(?<![\\p{L}\\p{N}])(?<mark>[*_~])(?=\\S)(?<body>${BODY})(?<=\\S)\\k<mark>(?![\\p{L}\\p{N}])`,
    "(?<![\\p{L}\\p{N}-])(?<id>[A-Z]-\\d+)(?![\\p{L}\\p{N}-])",
    "(?<url>https?:\\/\\/[^\\s<>|，。；）]+)",
  ].join("|"),
  "u",
);
const MARKS = { "*": "strong", _: "em", "~": "s" };
const LINE_KINDS = [
  ["quote", /^(?:&gt;|>) ?(?<rest>.*)$/],
  ["item", /^(?<sign>[•◦▪‣-]|\d{1,3}[.)、]) +(?<rest>.*)$/],
];

/** A mrkdwn text as a fragment of nodes. */
export function mrkdwn(text) {
  const out = document.createDocumentFragment();
  text.split(FENCE).forEach((piece, at) => {
    if (at % 2) out.append(h("pre.code", {}, unescaped(piece)));
    else if (piece.trim() || piece.length > 1) out.append(...paragraphs(piece));
  });
  return out;
}

/** A text object's content: mrkdwn is parsed, plain_text only shows its emoji. */
export function textObject(object) {
  if (typeof object === "string") return mrkdwn(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return document.createTextNode(plain(object));
}

/** A text object as one plain string, for labels and titles. */
export function plain(object) {
  if (!object) return "";
  const text = unescaped(typeof object === "string" ? object : object.text);
  return object.emoji === false ? text : withEmoji(text);
}

/** `&amp;`, `&lt;` and `&gt;` back to their characters. Nothing else is escaped in Slack. */
export function unescaped(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
}

function paragraphs(piece) {
  const lines = piece
    .replace(/^\n|\n$/g, "")
    .split("\n")
    .map(classify);
  return runs(lines).map(({ kind, lines: run }) => {
    if (kind === "quote") return h("blockquote.quote", {}, joined(run));
    if (kind === "item") return h("div.items", { role: "list" }, run.map(listItem));
    return h("div.lines", {}, joined(run));
  });
}

function classify(line) {
  if (line.startsWith("&gt;&gt;&gt;")) return { kind: "quote", rest: line.slice(12).trim() };
  for (const [kind, pattern] of LINE_KINDS) {
    const found = line.match(pattern);
    if (found) return { kind, ...found.groups };
  }
  return { kind: "line", rest: line };
}

function runs(lines) {
  const out = [];
  for (const line of lines) {
    const last = out.at(-1);
    if (last?.kind === line.kind) last.lines.push(line);
    else out.push({ kind: line.kind, lines: [line] });
  }
  return out;
}

const joined = (lines) => lines.map((line, at) => [at ? "\n" : "", inline(line.rest)]);

function listItem({ sign, rest }) {
  const shown = sign === "-" ? "–" : sign;
  return h(
    "div.item",
    { role: "listitem" },
    h("span.sign", {}, shown),
    h("span", {}, inline(rest)),
  );
}

/** One line's nodes: the first token found, what stands before it, and the rest likewise. */
function inline(text) {
  const out = [];
  let rest = text;
  for (let found = rest.match(TOKEN); found; found = rest.match(TOKEN)) {
    out.push(unescaped(rest.slice(0, found.index)), token(found));
    rest = rest.slice(found.index + found[0].length);
  }
  out.push(unescaped(rest));
  return out.filter((piece) => piece !== "");
}

function token(found) {
  const { code, angle, emoji: name, mark, body, id, url } = found.groups;
  if (code) return h("code", {}, unescaped(code));
  if (angle) return angled(angle);
  if (name) return emoji(name) ?? found[0];
  if (mark) return h(MARKS[mark], {}, inline(body));
  if (id) return h("span.id", {}, id);
  return link(unescaped(url), unescaped(url));
}

/** `<…>`: a mention, a date or a link, each with an optional `|label`. */
function angled(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescaped(inside.slice(bar + 1));
  if (target.startsWith("@")) return userMention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!subteam^")) return groupMention(target.slice(9), label);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!")) return broadcast(target.slice(1));
  return link(unescaped(target), label ? withEmoji(label) : unescaped(target));
}

function date(target, fallback) {
  const [, seconds, pattern, url] = target.split("^");
  const text = Number.isFinite(Number(seconds))
    ? dateTokens(Number(seconds), pattern, me())
    : fallback;
  return h("time", {}, url ? link(url, text) : text);
}
