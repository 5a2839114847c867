/**
 * Select menus of every kind, single and multi: fixed options, options the app suggests,
 * people, channels, conversations.
 *
 * An entry is { key, label, note, group, give }: what is shown, and what Slack's state holds.
 */

import * as api from "./api.js";
import { h } from "./dom.js";
import { named } from "./fields.js";
import { icon } from "./icons.js";
import { openList } from "./listbox.js";
import { plain } from "./mrkdwn.js";
import { app, cast, nameOf, person, placeName } from "./state.js";
import { word } from "./words.js";

const KINDS = {
  static: { noun: "option", entryOf: optionEntry, source: fixed },
  external: { noun: "option", entryOf: optionEntry, source: suggested },
  users: { noun: "user", entryOf: personEntry, source: () => listed(people()) },
  channels: { noun: "channel", entryOf: channelEntry, source: () => listed(channels()) },
  conversations: {
    noun: "conversation",
    entryOf: channelEntry,
    source: () => listed(conversations()),
  },
};

export const PICKS = Object.fromEntries(
  Object.entries(KINDS).flatMap(([name, kind]) => [
    [`${name}_select`, (spec, place) => single(kind, spec, place)],
    [`multi_${name}_select`, (spec, place) => multiple(kind, spec, place)],
  ]),
);

function optionEntry(option, group) {
  const note = plain(option.description);
  return { key: option.value, label: plain(option.text), note, group, give: option };
}

function personEntry(id) {
  const user = person(id);
  return { key: id, label: user ? nameOf(user) : id, note: user?.title, give: id };
}

function channelEntry(id) {
  const one = app.world.channels.find((other) => other.id === id);
  return { key: id, label: placeName(one) || id, give: id };
}

const people = () => cast().map((user) => personEntry(user.id));
const conversations = () => app.world.channels.map((one) => channelEntry(one.id));
const channels = () =>
  app.world.channels.filter((one) => !one.is_im).map((one) => channelEntry(one.id));

/** A source of entries: `search(words)` resolves to those that match; `size` is all of them. */
function listed(entries) {
  const fits = (entry, words) => `${entry.label} ${entry.note ?? ""}`.toLowerCase().includes(words);
  const search = async (words) =>
    entries.filter((entry) => fits(entry, words.toLowerCase().trim()));
  return { size: entries.length, search };
}

function fixed(spec) {
  return listed(entriesOf(spec.option_groups ?? [{ options: spec.options }]));
}

const entriesOf = (groups) =>
  groups.flatMap((group) => group.options.map((option) => optionEntry(option, plain(group.label))));

function suggested(spec, { block, surface }) {
  const search = async (words) => {
    if (words.length < (spec.min_query_length ?? 3)) return [];
    const { block_id, action_id } = { ...block, ...spec };
    const answer = await api.suggest({
      user: app.me,
      ...surface.where,
      block_id,
      action_id,
      value: words,
    });
    const groups = answer.option_groups ?? [{ options: answer.options ?? [] }];
    return entriesOf(groups);
  };
  return { size: Infinity, search };
}

function single(kind, spec, place) {
  const name = `selected_${kind.noun}`;
  const kept = place.surface.recall(place.block, spec);
  const first = spec[`initial_${kind.noun}`] ?? defaultConversation(kind, spec);
  const state = kept ?? { [name]: first };
  let chosen = state[name] && kind.entryOf(state[name]);
  const label = h("span.picked");
  const show = () => {
    label.textContent = chosen ? chosen.label : plain(spec.placeholder) || word("chooseOption");
    label.dataset.empty = !chosen;
  };
  const choose = (entry) => {
    chosen = entry;
    show();
    place.change({ type: spec.type, [name]: entry.give });
  };
  const open = (event) =>
    openList(event.currentTarget, kind.source(spec, place), {
      chosen: () => chosen && [chosen.key],
      choose,
    });
  show();
  return trigger(spec, place, open, [label, icon("chevron")]);
}

function defaultConversation(kind, spec) {
  return kind.noun === "conversation" &&
    spec.default_to_current_conversation &&
    app.place !== "home"
    ? app.place
    : null;
}

function trigger(spec, place, onclick, children) {
  const { "aria-labelledby": label, ...rest } = named(spec, place, "chooseOption");
  const props = { type: "button", "aria-haspopup": "listbox", ...rest, onclick };
  const button = h("button.field.pick", props, children);
  if (label) {
    button.id = `${label}-pick`;
    button.setAttribute("aria-labelledby", `${label} ${button.id}`);
  }
  return button;
}

function multiple(kind, spec, place) {
  const name = `selected_${kind.noun}s`;
  const kept = place.surface.recall(place.block, spec);
  const state = kept ?? { [name]: spec[`initial_${kind.noun}s`] ?? [] };
  const chosen = state[name].map((give) => kind.entryOf(give));
  const chips = h("span.chips");
  const tell = (settled) =>
    place.change({ type: spec.type, [name]: chosen.map((entry) => entry.give) }, settled);
  const show = () => chips.replaceChildren(...chosen.map((entry) => chip(entry, remove)));
  const turn = (entry) => {
    turnIn(chosen, entry, spec.max_selected_items);
    show();
  };
  const remove = (entry) => {
    turn(entry);
    tell(true);
  };
  const open = (event) =>
    openMany(event.currentTarget, kind.source(spec, place), { chosen, turn, tell });
  const text = plain(spec.placeholder) || word("chooseOptions");
  const prompt = h("span.picked", { "data-empty": "true" }, text);
  show();
  return h("div.multi", {}, chips, trigger(spec, place, open, [prompt, icon("chevron")]));
}

/** Add an entry to the chosen ones, or take it out; a full list takes no more. */
function turnIn(chosen, entry, most = Infinity) {
  const at = chosen.findIndex((one) => one.key === entry.key);
  if (at >= 0) chosen.splice(at, 1);
  else if (chosen.length < most) chosen.push(entry);
}

/** Open the list of a multiple menu: the app hears of the choices when the list is left. */
function openMany(anchor, source, { chosen, turn, tell }) {
  const keys = () => chosen.map((entry) => entry.key);
  const before = keys().join();
  openList(anchor, source, {
    chosen: keys,
    choose: (entry) => {
      turn(entry);
      tell(false);
    },
    many: true,
    closed: () => keys().join() !== before && tell(true),
  });
}

function chip(entry, remove) {
  const label = word("remove", { name: entry.label });
  const props = { type: "button", "aria-label": label, onclick: () => remove(entry) };
  return h("button.chip", props, entry.label, icon("close"));
}
