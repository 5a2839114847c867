/**
 * rich_text blocks as nodes.
 * Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
 */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, groupMention, link, userMention } from "./mentions.js";
import { me } from "./state.js";
import { dateTokens } from "./time.js";

const CONTAINERS = {
  rich_text_section: (part) => h("div.lines", {}, pieces(part)),
  rich_text_preformatted: (part) => h("pre.code", {}, pieces(part)),
  rich_text_quote: (part) => h("blockquote.quote", {}, pieces(part)),
  rich_text_list: list,
};

const PIECES = {
  text: (piece) => styled(document.createTextNode(piece.text), piece.style),
  link: (piece) => styled(link(piece.url, piece.text || piece.url), piece.style),
  user: (piece) => userMention(piece.user_id),
  channel: (piece) => channelMention(piece.channel_id),
  usergroup: (piece) => groupMention(piece.usergroup_id),
  broadcast: (piece) => broadcast(piece.range),
  emoji: (piece) => document.createTextNode(emojiOf(piece)),
  date: (piece) => h("time", {}, dateTokens(piece.timestamp, piece.format, me())),
  color: (piece) =>
    h("span", {}, h("i.swatch", { style: { background: piece.value } }), piece.value),
};

const STYLES = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
];

/** The nodes of a rich_text block, in order. */
export function richText(block) {
  return block.elements.map((part) => CONTAINERS[part.type]?.(part) ?? null);
}

const pieces = (part) => part.elements.map((piece) => PIECES[piece.type]?.(piece) ?? null);

function styled(node, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

function emojiOf(piece) {
  if (!piece.unicode) return emoji(piece.name) ?? `:${piece.name}:`;
  return String.fromCodePoint(...piece.unicode.split("-").map((code) => parseInt(code, 16)));
}

function list(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const props = { style: { "--indent": part.indent ?? 0 }, start: (part.offset ?? 0) + 1 };
  return h(
    `${tag}.rich-list`,
    props,
    part.elements.map((item) => h("li", {}, pieces(item))),
  );
}
