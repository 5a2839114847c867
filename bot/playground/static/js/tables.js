/**
 * table and data_table blocks.
 * Source: docs.slack.dev/reference/block-kit/blocks/table-block and …/data-table-block.
 */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plain, unescape } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { me } from "./state.js";
import { tag } from "./time.js";
import { word } from "./words.js";

const PAGE_SIZE = 5;

/** A table block: the first row is the head; columns align and wrap as they are set to. */
export function table(block) {
  const [head, ...body] = block.rows;
  const look = (at) => lookOf(block.column_settings?.[at]);
  return frame(
    word("table"),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map((cell, at) => h("th", { scope: "col", ...look(at) }, content(cell))))),
      h("tbody", {}, body.map((row) => h("tr", {}, row.map((cell, at) => h("td", look(at), content(cell)))))),
    ),
  );
}

const frame = (label, ...children) =>
  h("div.table-frame", { role: "region", tabindex: "0", "aria-label": label }, children);

const lookOf = (setting) => ({
  "data-align": setting?.align,
  "data-wrapped": Boolean(setting?.is_wrapped),
});

function content(cell) {
  if (cell.type === "rich_text") return richText(cell);
  return unescape(cell.text ?? String(cell.value ?? ""));
}

/** A data_table block: sorted by a press on a column's head, a page at a time. */
export function dataTable(block) {
  const view = { column: null, direction: 1, page: 0 };
  const box = h("div.data-table");
  const redraw = () => box.replaceChildren(...dataTableParts(block, view, redraw));
  redraw();
  return box;
}

function dataTableParts(block, view, redraw) {
  const [head, ...body] = block.rows;
  const size = block.page_size ?? PAGE_SIZE;
  const shown = sorted(body, view).slice(view.page * size, (view.page + 1) * size);
  const caption = plain(block.caption);
  const rows = shown.map((row) => h("tr", {}, row.map((cell, at) => dataCell(block, cell, at))));
  return [
    frame(
      caption,
      h(
        "table",
        {},
        h("caption", {}, caption),
        h("thead", {}, h("tr", {}, head.map((cell, at) => headCell(block, cell, at, view, redraw)))),
        h("tbody", {}, rows),
      ),
    ),
    body.length > size && pager(body.length, size, view, redraw),
  ].filter(Boolean);
}

function dataCell(block, cell, at) {
  const props = { "data-align": isNumber(cell) ? "right" : undefined };
  const isRowHead = at === (block.row_header_column_index ?? 0);
  return isRowHead ? h("th", { scope: "row", ...props }, content(cell)) : h("td", props, content(cell));
}

const isNumber = (cell) => cell.type === "raw_number";

function headCell(block, cell, at, view, redraw) {
  const active = view.column === at;
  const order = view.direction > 0 ? "ascending" : "descending";
  const turn = () => {
    Object.assign(view, { column: at, direction: active ? -view.direction : 1, page: 0 });
    redraw();
  };
  const button = h(
    "button.sort",
    { type: "button", onclick: turn, title: word("sortBy", { name: content(cell) }), "data-on": active },
    content(cell),
    icon(active ? { ascending: "up", descending: "down" }[order] : "sort"),
  );
  const numeric = block.rows.slice(1).every((row) => isNumber(row[at]));
  const props = { "aria-sort": active ? order : "none", "data-align": numeric ? "right" : undefined };
  return h("th", { scope: "col", ...props }, button);
}

function sorted(rows, { column, direction }) {
  if (column === null) return rows;
  const collator = new Intl.Collator(tag(me()), { numeric: true });
  const compare = (one, other) =>
    isNumber(one) && isNumber(other)
      ? one.value - other.value
      : collator.compare(textOf(one), textOf(other));
  return [...rows].sort((one, other) => direction * compare(one[column], other[column]));
}

function textOf(cell) {
  return cell.type === "rich_text" ? h("div", {}, richText(cell)).textContent : content(cell);
}

function pager(all, size, view, redraw) {
  const from = view.page * size + 1;
  const to = Math.min(all, from + size - 1);
  const step = (by, name, shape, disabled) => {
    const onclick = () => {
      view.page += by;
      redraw();
    };
    const props = { type: "button", "aria-label": word(name), "data-turn": shape, disabled, onclick };
    return h("button.icon-button", props, icon("back"));
  };
  return h(
    "div.pager",
    {},
    h("span", { "aria-live": "polite" }, word("pageOf", { from, to, all })),
    step(-1, "previousPage", "back", view.page === 0),
    step(1, "nextPage", "on", to === all),
  );
}
