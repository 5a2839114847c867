/** People, channels, groups and links as they stand inside a text. */

import { h, onPress } from "./dom.js";
import { app, channel, go, group, nameOf, person } from "./state.js";

/** @somebody; the reader's own name stands out. */
export function userMention(id, label = "") {
  const user = person(id);
  const name = user ? nameOf(user) : label || id;
  return h("span", { class: `mention${id === app.me ? " self" : ""}` }, `@${name}`);
}

/** #channel; it opens when the reader is in it. */
export function channelMention(id, label = "") {
  const there = channel(id);
  const name = `#${there?.name ?? (label || id)}`;
  if (!there) return h("span.mention", {}, name);
  return h("a.mention", { role: "link", tabindex: "0", ...onPress(() => go(id)) }, name);
}

/** @group. */
export function groupMention(id, label = "") {
  const name = group(id)?.handle ?? (label.replace(/^@/, "") || id);
  return h("span.mention", {}, `@${name}`);
}

/** @here, @channel, @everyone. */
export const broadcast = (range) => h("span.mention.self", {}, `@${range.split("^")[0]}`);

const SAFE = /^(https?:|mailto:|tel:)/i;

/** A link that opens apart from the page; an address with another scheme stays text. */
export function link(url, label) {
  if (!SAFE.test(url)) return document.createTextNode(label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}
