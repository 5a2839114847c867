/**
 * Block Kit blocks as nodes. Source: docs.slack.dev/reference/block-kit/blocks.
 *
 * A surface says what a block's elements can do where they stand:
 *   dispatch(block, element, value)   tell the app that an element was used
 *   store(block, element, state)      remember what an input holds
 *   recall(block, element)            what it held before a redraw, or undefined
 */

import { chart } from "./charts.js";
import { dataTable } from "./datatable.js";
import { h, uniqueId } from "./dom.js";
import { element } from "./elements.js";
import { icon } from "./icons.js";
import { picture } from "./images.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./tables.js";
import { word } from "./words.js";

const BLOCKS = {
  actions,
  alert,
  context,
  data_table: dataTable,
  data_visualization: chart,
  divider: () => h("hr.divider"),
  header: (block) => h("h3.block-header", {}, plain(block.text)),
  image: (block) => picture(block),
  input,
  markdown: (block) => h("div.text", {}, mrkdwn(block.text)),
  rich_text: (block) => h("div.text", {}, richText(block)),
  section,
  table,
};

/** One block as a node; a type this page does not know is named instead of dropped. */
function drawBlock(block, surface) {
  const draw = BLOCKS[block.type];
  const node = draw
    ? draw(block, surface)
    : h("p.unknown", {}, word("unknownBlock", { type: block.type }));
  if (block.block_id) node.dataset.blockId = block.block_id;
  return node;
}

/** A list of blocks, as nodes. */
export const drawBlocks = (blocks, surface) => blocks.map((block) => drawBlock(block, surface));

function section(block, surface) {
  return h(
    "div.section",
    {},
    h(
      "div.section-body",
      {},
      block.text && h("div.text", {}, textObject(block.text)),
      block.fields && h("div.fields", {}, block.fields.map(field)),
    ),
    block.accessory && h("div.accessory", {}, element(block.accessory, { block, surface })),
  );
}

const field = (text) => h("div.text", {}, textObject(text));

function context(block) {
  const parts = block.elements.map((part) =>
    part.type === "image" ? picture(part) : h("span.text", {}, textObject(part)),
  );
  return h("div.context", {}, parts);
}

function actions(block, surface) {
  return h(
    "div.actions",
    {},
    block.elements.map((part) => element(part, { block, surface })),
  );
}

const ALERT_ICONS = { warning: "warning", error: "error", success: "check" };

function alert(block) {
  const level = block.level ?? "default";
  const role = level === "error" || level === "warning" ? "alert" : "note";
  return h(
    "div.alert",
    { role, "data-level": level },
    icon(ALERT_ICONS[level] ?? "info"),
    h("div.text", {}, textObject(block.text)),
  );
}

function input(block, surface) {
  const label = uniqueId("label");
  const error = uniqueId("error");
  const labelled = { "aria-labelledby": label, "aria-describedby": error };
  return h(
    "div.input",
    {},
    h(
      "div.label",
      { id: label },
      plain(block.label),
      block.optional && h("span.optional", {}, ` (${word("optional")})`),
    ),
    element(block.element, { block, surface, labelled }),
    block.hint && h("p.hint", {}, plain(block.hint)),
    h("p.field-error", { id: error, role: "alert", hidden: true }),
  );
}
