/**
 * data_visualization blocks as SVG charts, drawn at the width they have.
 * Source: docs.slack.dev/reference/block-kit/blocks/data-visualization-block.
 */

import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { pie } from "./pie.js";
import { plot } from "./plot.js";
import { valueAt } from "./scale.js";
import { me } from "./state.js";
import { tag } from "./time.js";
import { word } from "./words.js";

/** A chart with its title, legend and values on hover; a screen reader gets a table. */
export function chart(block) {
  const { chart: spec } = block;
  const title = plain(block.title);
  const canvas = h("div.chart-canvas", { role: "img", tabindex: "0", "aria-label": title });
  const tip = h("div.chart-tip", { role: "status", hidden: true });
  const draw = spec.type === "pie" ? pie : plot;
  redrawOnResize(canvas, (width) => draw(spec, { width, tip, number, canvas }));
  return h(
    "figure.chart",
    { "data-type": spec.type },
    h("figcaption.chart-title", {}, title),
    h("div.chart-stage", {}, canvas, tip),
    legend(spec),
    valueTable(spec, title),
  );
}

function redrawOnResize(canvas, draw) {
  let width = 0;
  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now === width || now === 0) return;
    width = now;
    canvas.replaceChildren(draw(width));
  }).observe(canvas);
}

/** A value in the reader's number format, at most two decimals, with a real minus sign. */
const number = (value) =>
  new Intl.NumberFormat(tag(me()), { maximumFractionDigits: 2 }).format(value).replace("-", "−");

function legend(spec) {
  if (spec.type === "pie") return pieLegend(spec.segments);
  if (spec.series.length < 2) return null;
  return h(
    "ul.legend",
    {},
    spec.series.map((one, at) => h("li", {}, key(at), one.name)),
  );
}

function pieLegend(segments) {
  const total = segments.reduce((sum, one) => sum + one.value, 0);
  const share = (one) => number(Math.round((1000 * one.value) / total) / 10);
  const lines = segments.map((one, at) =>
    h(
      "li",
      {},
      key(at),
      one.label,
      h("span.legend-value", {}, `${number(one.value)} · ${share(one)}%`),
    ),
  );
  return h("ul.legend", {}, lines);
}

const key = (at) => h("i", { class: `key hue-${at}` });

function valueTable(spec, title) {
  const pieRows = () => spec.segments.map((one) => [one.label, one.value]);
  const names = spec.type === "pie" ? [""] : spec.series.map((one) => one.name);
  const rows = spec.type === "pie" ? pieRows() : plotRows(spec);
  const table = h(
    "table",
    {},
    h("caption", {}, `${word("chartTable")}: ${title}`),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td"),
        names.map((name) => h("th", { scope: "col" }, name)),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map(([label, ...values]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, label),
          values.map((value) => h("td", {}, number(value))),
        ),
      ),
    ),
  );
  return h("div.unseen", {}, table); // a table itself never gets narrower than its words
}

const plotRows = (spec) =>
  spec.axis_config.categories.map((label, at) => [
    label,
    ...spec.series.map((one) => valueAt(one, label, at)),
  ]);
