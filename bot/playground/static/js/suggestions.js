/** The list above a composer that offers completions; arrow keys choose, Enter or Tab takes. */

import { avatar } from "./avatar.js";
import { completions } from "./completion.js";
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { word } from "./words.js";

/** A list for a textarea: { node, update(), dismiss(), onKey(event) → whether it took the key }. */
export function suggestionsFor(field, onTake) {
  const list = h("div.suggestions", { id: uniqueId("suggestions"), role: "listbox", hidden: true });
  const offer = { from: 0, entries: [], at: 0 };
  const draw = () => drawOffer(list, field, offer, take);
  const update = () => {
    const found = completions(field.value, field.selectionStart);
    Object.assign(offer, { from: found?.from ?? 0, entries: found?.entries ?? [], at: 0 });
    draw();
  };
  const dismiss = () => {
    offer.entries = [];
    draw();
  };
  function take(entry) {
    const rest = field.value.slice(field.selectionStart).replace(/^\S*\s?/, "");
    const start = field.value.slice(0, offer.from) + entry.insert;
    field.value = start + rest;
    field.setSelectionRange(start.length, start.length);
    field.focus();
    dismiss();
    onTake();
  }
  const onKey = (event) => usedKey(event, { offer, field, draw, take, dismiss });
  field.setAttribute("aria-controls", list.id);
  return { node: list, update, onKey, dismiss };
}

function usedKey(event, { offer, field, draw, take, dismiss }) {
  if (!offer.entries.length || event.isComposing) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const chosen = offer.entries[offer.at];
  const isWhole = field.value.slice(offer.from, field.selectionStart) === chosen.insert.trim();
  if (step) {
    offer.at = (offer.at + step + offer.entries.length) % offer.entries.length;
    draw();
  } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !isWhole))
    take(chosen);
  else if (event.key === "Escape") dismiss();
  else return false;
  return true;
}

function drawOffer(list, field, offer, take) {
  list.hidden = offer.entries.length === 0;
  list.setAttribute("aria-label", word(offer.entries[0]?.user ? "people" : "commands"));
  const rows = offer.entries.map((entry, at) => row(entry, at === offer.at, () => take(entry)));
  list.replaceChildren(...rows);
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.setAttribute("aria-activedescendant", rows[offer.at]?.id ?? "");
  rows[offer.at]?.scrollIntoView({ block: "nearest" });
}

function row(entry, active, act) {
  const sign = entry.user
    ? avatar(entry.user)
    : icon(entry.label.startsWith("/") ? "bolt" : "person");
  const onpointerdown = (event) => {
    event.preventDefault();
    act();
  };
  return h(
    "div.suggestion",
    { id: uniqueId("suggestion"), role: "option", "aria-selected": String(active), onpointerdown },
    h("span.sign", {}, sign),
    h("b", {}, entry.label),
    entry.hint && h("code", {}, entry.hint),
    h("small", {}, entry.note),
  );
}
