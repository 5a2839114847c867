/** Panels that float beside the control that opened them: menus, lists, the clock's panel. */

import { h } from "./dom.js";

const GAP = 6;
const EDGE = 8;

/**
 * Show `content` beside `anchor` until it is closed, Escape is pressed or a press lands outside.
 * It stands inside the anchor's dialog, where there is one: what is outside cannot be reached.
 * Returns { close, follow }: follow() places it again after its anchor has moved. `onClose` runs
 * once, however it closes.
 */
export function float(anchor, content, onClose = () => {}) {
  const panel = h("div.floating", { popover: "auto" }, content);
  (anchor.closest("dialog") ?? document.body).append(panel);
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    panel.remove();
    onClose();
  });
  panel.showPopover();
  place(panel, anchor);
  return {
    close: () => panel.isConnected && panel.hidePopover(),
    follow: () => place(panel, anchor),
  };
}

/** Under the anchor where there is room, else above it; never over the window's edge. */
function place(panel, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: wide, offsetHeight: high } = panel;
  const fitsBelow = at.bottom + GAP + high <= window.innerHeight - EDGE;
  const top = fitsBelow ? at.bottom + GAP : Math.max(EDGE, at.top - GAP - high);
  const left = Math.min(at.left, window.innerWidth - EDGE - wide);
  panel.style.setProperty("top", `${top}px`);
  panel.style.setProperty("left", `${Math.max(EDGE, left)}px`);
  panel.style.setProperty("--anchor-width", `${at.width}px`);
}
