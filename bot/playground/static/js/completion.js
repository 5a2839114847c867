/** What could be meant while something is typed: slash commands, people and groups. */

import { app, cast, nameOf } from "./state.js";
import { word } from "./words.js";

const MENTION = /(?:^|[\s,，、(（])@([^\s@,，、]*)$/;

/**
 * What fits at the caret: { from, entries } with from = where the unfinished word begins, or
 * null. An entry is { label, note, insert, user? }.
 */
export function completions(text, caret) {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return { from: 0, entries: commands(before.toLowerCase()) };
  const mention = before.match(MENTION);
  if (!mention) return null;
  return { from: caret - mention[1].length - 1, entries: mentions(mention[1].toLowerCase()) };
}

/** The command that `text` begins with, or undefined. */
export function commandOf(text) {
  const name = text.split(/\s/, 1)[0].toLowerCase();
  return app.world.commands.find((one) => one.command === name);
}

function commands(typed) {
  const fitting = app.world.commands.filter((one) => one.command.startsWith(typed));
  return fitting.map((one) => ({
    label: one.command,
    hint: one.usage_hint,
    note: one.description,
    insert: `${one.command} `,
  }));
}

function mentions(typed) {
  return [...people(typed), ...groups(typed)];
}

function people(typed) {
  const fits = (user) => spellings(user).some((name) => startsInside(name, typed));
  const entry = (user) => ({
    user,
    label: nameOf(user),
    hint: `@${user.name}`,
    note: [user.title, user.id === app.me && `(${word("you")})`].filter(Boolean).join(" "),
    insert: `@${user.name} `,
  });
  const isMe = (user) => Number(user.id === app.me);
  return cast()
    .filter(fits)
    .sort((one, two) => isMe(one) - isMe(two))
    .map(entry);
}

const spellings = (user) =>
  [user.name, user.display_name, user.real_name].filter(Boolean).map((name) => name.toLowerCase());

/** Whether a word of `name` starts with `typed`; a Chinese name is found by any part of it. */
function startsInside(name, typed) {
  if (/[\u3400-\u9fff]/.test(typed)) return name.includes(typed);
  return name.startsWith(typed) || name.split(/[\s._-]+/).some((part) => part.startsWith(typed));
}

function groups(typed) {
  return app.world.usergroups
    .filter(
      (one) =>
        startsInside(one.handle.toLowerCase(), typed) || one.name.toLowerCase().includes(typed),
    )
    .map((one) => ({
      label: `@${one.handle}`,
      note: `${word("group")} · ${one.name}`,
      insert: `@${one.handle} `,
    }));
}
