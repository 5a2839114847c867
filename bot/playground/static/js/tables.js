/**
 * table blocks, and what every table shares.
 * Source: docs.slack.dev/reference/block-kit/blocks/table-block.
 */

import { h } from "./dom.js";
import { unescaped } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { word } from "./words.js";

/** A table block: the first row is the head; columns align and wrap as they are set to. */
export function table(block) {
  const [head, ...body] = block.rows;
  const look = (at) => lookOf(block.column_settings?.[at]);
  const headCell = (cell, at) => h("th", { scope: "col", ...look(at) }, content(cell));
  const bodyCell = (cell, at) => h("td", look(at), content(cell));
  const rows = body.map((cells) => row(cells.map(bodyCell)));
  return frame(
    word("table"),
    h("table", {}, h("thead", {}, row(head.map(headCell))), h("tbody", {}, rows)),
  );
}

/** A table's row. */
export const row = (cells) => h("tr", {}, cells);

/** A box in which a wide table is scrolled by itself, by keyboard too; its edge says that it is. */
export function frame(label, ...children) {
  const region = { role: "region", tabindex: "0", "aria-label": label };
  const box = h("div.table-scroll", { ...region, onscroll: () => markEdges(box) }, children);
  new ResizeObserver(() => markEdges(box)).observe(box);
  return h("div.table-frame", {}, box);
}

/** Say on which sides of a box there is more of the table. */
function markEdges(box) {
  const { dataset } = box.parentElement;
  dataset.before = box.scrollLeft > 1;
  dataset.beyond = box.scrollWidth - box.clientWidth - box.scrollLeft > 1;
}

const lookOf = (setting) => ({
  "data-align": setting?.align,
  "data-wrapped": Boolean(setting?.is_wrapped),
});

/** What a cell shows: a string, or the nodes of a rich text. */
export function content(cell) {
  if (cell.type === "rich_text") return richText(cell);
  return unescaped(cell.text ?? String(cell.value ?? ""));
}
