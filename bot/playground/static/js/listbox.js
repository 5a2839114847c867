/** A list to choose from beside a control: searchable when it is long, walked by arrow keys. */

import { h, uniqueId } from "./dom.js";
import { float } from "./floating.js";
import { icon } from "./icons.js";
import { word } from "./words.js";

const SEARCH_FROM = 8;
const PAUSE_MS = 150;

/**
 * Open the list of `source` ({ size, search(words) }) at `anchor`. choose(entry) is called for
 * a choice, chosen() names the chosen keys; with `many` the list stays open until it is left,
 * and closed() follows.
 */
export function openList(anchor, source, { chosen, choose, many = false, closed = () => {} }) {
  const list = optionList(anchor, many);
  const pick = { entries: [], at: 0 };
  const press = (entry) => {
    choose(entry);
    if (many) stay();
    else leave();
  };
  const draw = () => drawOptions(list, pick, { keys: chosen() ?? [], press });
  const find = async (words) => {
    Object.assign(pick, { entries: await source.search(words), at: 0 });
    const known = pick.entries.findIndex((entry) => (chosen() ?? []).includes(entry.key));
    if (known > 0 && !many) pick.at = known;
    draw();
  };
  const search = source.size > SEARCH_FROM && searchField(list, find);
  const keys = (event) => onKey(event, pick, { draw, press, leave: () => leave() });
  const floating = float(anchor, h("div.list", { onkeydown: keys }, search, list), closed);
  const leave = () => {
    floating.close();
    anchor.focus();
  };
  const stay = () => {
    draw();
    floating.follow();
  };
  find("");
  (search || list).focus();
}

function optionList(anchor, many) {
  return h("div.options", {
    id: uniqueId("list"),
    role: "listbox",
    tabindex: "0",
    "aria-multiselectable": many,
    "aria-label": anchor.getAttribute("aria-label") ?? word("chooseOption"),
  });
}

function searchField(list, find) {
  let pause;
  return h("input.field.search", {
    type: "text",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": list.id,
    "aria-label": word("addFilter"),
    placeholder: word("search"),
    autocomplete: "off",
    oninput: (event) => {
      clearTimeout(pause);
      pause = setTimeout(() => find(event.target.value), PAUSE_MS);
    },
  });
}

function onKey(event, pick, { draw, press, leave }) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && pick.entries.length) {
    pick.at = (pick.at + step + pick.entries.length) % pick.entries.length;
    draw();
  } else if (event.key === "Enter" && !event.isComposing) {
    if (pick.entries[pick.at]) press(pick.entries[pick.at]);
  } else if (event.key === "Escape") leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function drawOptions(list, pick, { keys, press }) {
  const nodes = pick.entries.flatMap((entry, at) => {
    const isFirst = entry.group && entry.group !== pick.entries[at - 1]?.group;
    const active = at === pick.at;
    const on = keys.includes(entry.key);
    return [
      isFirst && h("div.group", { role: "presentation" }, entry.group),
      row(entry, { active, on, press }),
    ];
  });
  list.replaceChildren(...nodes.filter(Boolean));
  if (!nodes.length) list.append(h("p.nothing", {}, word("noMatch")));
  const active = list.querySelector("[data-active]");
  active?.scrollIntoView({ block: "nearest" });
  const reader = list.parentElement?.querySelector("[role=combobox]") ?? list;
  reader.setAttribute("aria-activedescendant", active?.id ?? "");
}

function row(entry, { active, on, press }) {
  return h(
    "div.option",
    {
      id: uniqueId("option"),
      role: "option",
      "aria-selected": String(on),
      "data-active": active,
      onclick: () => press(entry),
    },
    h("span", {}, entry.label, entry.note && h("small", {}, entry.note)),
    on && icon("check"),
  );
}
