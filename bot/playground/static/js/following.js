/** Lists that stay at their end: until their reader scrolls up, and again once the reader acts. */

import { onAct } from "./api.js";

const NEAR_END_PX = 120;
const followed = new WeakMap();

/** Keep `list` at its end from now on; a chart that is drawn late does not push it away. */
export function follow(list) {
  const seen = { isAtEnd: true, hasActed: false, top: 0, newest: 0, rows: new WeakSet() };
  seen.growth = new ResizeObserver(() => seen.isAtEnd && toEnd(list));
  followed.set(list, seen);
  list.addEventListener("scroll", () => {
    if (isNearEnd(list)) seen.isAtEnd = true;
    else if (list.scrollTop < seen.top) Object.assign(seen, { isAtEnd: false, hasActed: false });
    seen.top = list.scrollTop;
  });
  onAct(() => {
    seen.hasActed = true;
  });
}

/** Tell that `list` was drawn: what is new comes into sight, and so does another place's end. */
export function wasDrawn(list, isElsewhere) {
  const seen = followed.get(list);
  const newest = Number(list.lastElementChild?.dataset.ts ?? 0);
  const isAnswered = seen.hasActed && newest > seen.newest;
  seen.newest = newest;
  seen.isAtEnd ||= isElsewhere || isAnswered;
  if (seen.isAtEnd) toEnd(list);
  for (const row of list.children) watch(row, seen);
}

const isNearEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END_PX;

function toEnd(list) {
  list.scrollTop = list.scrollHeight;
}

function watch(row, seen) {
  if (seen.rows.has(row)) return;
  seen.rows.add(row);
  seen.growth.observe(row);
}
