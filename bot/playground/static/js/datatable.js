/**
 * data_table blocks: sorted by a press on a column's head, a page at a time.
 * Source: docs.slack.dev/reference/block-kit/blocks/data-table-block.
 */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { me } from "./state.js";
import { content, frame, row } from "./tables.js";
import { tag } from "./time.js";
import { word } from "./words.js";

const PAGE_SIZE = 5;

/** A data_table block. */
export function dataTable(block) {
  const view = { column: null, direction: 1, page: 0 };
  const box = h("div.data-table");
  const show = () => box.replaceChildren(...parts(block, view, turn));
  const turn = (change, focus) => {
    Object.assign(view, change);
    show();
    box.querySelector(focus)?.focus();
  };
  show();
  return box;
}

function parts(block, view, turn) {
  const [head, ...body] = block.rows;
  const size = block.page_size ?? PAGE_SIZE;
  const shown = sorted(body, view).slice(view.page * size, (view.page + 1) * size);
  const caption = plain(block.caption);
  const heads = head.map((cell, at) => headCell(block, cell, { at, view, turn }));
  const rows = shown.map((cells) => row(cells.map((cell, at) => bodyCell(block, cell, at))));
  const table = h(
    "table",
    {},
    h("caption", {}, caption),
    h("thead", {}, row(heads)),
    h("tbody", {}, rows),
  );
  const isPaged = body.length > size;
  return [frame(caption, table), ...(isPaged ? [pager(body.length, size, view.page, turn)] : [])];
}

function bodyCell(block, cell, at) {
  const align = { "data-align": isNumber(cell) ? "right" : undefined };
  const isRowHead = at === (block.row_header_column_index ?? 0);
  if (isRowHead) return h("th", { scope: "row", ...align }, content(cell));
  return h("td", align, content(cell));
}

const isNumber = (cell) => cell.type === "raw_number";
const ORDERS = { 1: ["ascending", "up"], "-1": ["descending", "down"] };

function headCell(block, cell, { at, view, turn }) {
  const isOn = view.column === at;
  const [order, arrow] = isOn ? ORDERS[view.direction] : ["none", "sort"];
  const direction = isOn ? -view.direction : 1;
  const button = h(
    "button.sort",
    {
      type: "button",
      title: word("sortBy", { name: content(cell) }),
      "data-on": isOn,
      onclick: () => turn({ column: at, direction, page: 0 }, `th:nth-child(${at + 1}) .sort`),
    },
    content(cell),
    icon(arrow),
  );
  const isNumeric = block.rows.slice(1).every((cells) => isNumber(cells[at]));
  const align = { "data-align": isNumeric ? "right" : undefined };
  return h("th", { scope: "col", "aria-sort": order, ...align }, button);
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

const textOf = (cell) => h("div", {}, content(cell)).textContent;

function pager(all, size, page, turn) {
  const from = page * size + 1;
  const to = Math.min(all, from + size - 1);
  const step = (by, name, disabled) => {
    const focus = `[data-step="${by}"]:enabled, .pager :enabled`;
    const onclick = () => turn({ page: page + by }, focus);
    const props = { type: "button", "aria-label": word(name), "data-step": by, disabled, onclick };
    return h("button.icon-button", props, icon("back"));
  };
  return h(
    "div.pager",
    {},
    h("span", { "aria-live": "polite" }, word("pageOf", { from, to, all })),
    step(-1, "previousPage", page === 0),
    step(1, "nextPage", to === all),
  );
}
