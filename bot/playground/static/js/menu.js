/** A menu of actions beside a button, for pointer and keyboard. */

import { h } from "./dom.js";
import { float } from "./floating.js";
import { icon } from "./icons.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Open a menu at `anchor`. entries: [{ label, note?, icon?, on?, act }]. */
export function openMenu(anchor, entries) {
  const choose = (entry) => {
    floating.close();
    anchor.focus();
    entry.act();
  };
  const items = entries.map((entry) =>
    h(
      "button.menu-item",
      { type: "button", role: "menuitem", "aria-current": entry.on, onclick: () => choose(entry) },
      entry.icon,
      h("span", {}, entry.label, entry.note && h("small", {}, entry.note)),
      entry.on && icon("check"),
    ),
  );
  const menu = h("div.menu", { role: "menu", onkeydown: (event) => walk(event, items) }, items);
  const floating = float(anchor, menu);
  items[0]?.focus();
}

function walk(event, items) {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length].focus();
}

const LONG_MS = 500;

/** Run `act` when a finger rests on `node`; lifting or moving it calls that off. */
export function onLongPress(node, act) {
  let timer;
  const stop = () => clearTimeout(timer);
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || event.target.closest("button, a, input, textarea")) return;
    timer = setTimeout(act, LONG_MS);
  });
  for (const name of ["pointerup", "pointercancel", "pointermove", "pointerleave"]) {
    node.addEventListener(name, stop);
  }
}
