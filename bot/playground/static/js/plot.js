/** Line, bar and area charts on two axes. */

import { h, svg } from "./dom.js";
import { linear, range, ticks, valueAt } from "./scale.js";

const HEIGHT = 240;
const LETTER = 6.6;
const BAR_MAX = 34;

/** The chart as an SVG element of `width` pixels; pointer and arrow keys show the values. */
export function plot(spec, { width, tip, number, canvas }) {
  const frame = measure(spec, width, number);
  const layers = { bar: bars, line: lines, area: areas };
  const guide = svg("line.guide", { y1: frame.top, y2: frame.bottom, visibility: "hidden" });
  const hover = hovering(spec, frame, { tip, number, guide });
  attach(canvas, hover, spec);
  return svg(
    "svg",
    { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, "data-chart": spec.type },
    axes(spec, frame, number),
    guide,
    layers[spec.type](spec, frame, number),
  );
}

/** Where things go: the scales, the plot's edges and the width of one category. */
function measure(spec, width, number) {
  const values = spec.series.flatMap((one) => one.data.map((point) => point.value));
  const marks = ticks(...range(spec.type, values), 4);
  const { categories, x_label: xLabel, y_label: yLabel } = spec.axis_config;
  const left = 12 + LETTER * Math.max(...marks.map((mark) => number(mark).length));
  const top = yLabel ? 30 : 14;
  const bottom = HEIGHT - (xLabel ? 44 : 26);
  const band = (width - left - 8) / categories.length;
  return {
    left,
    top,
    bottom,
    band,
    width,
    marks,
    y: linear(marks[0], marks.at(-1), bottom, top),
    x: (at) => left + band * (at + 0.5),
    zero: Math.min(Math.max(0, marks[0]), marks.at(-1)),
  };
}

function axes(spec, frame, number) {
  const { left, top, bottom, width } = frame;
  const { x_label: xLabel, y_label: yLabel } = spec.axis_config;
  const gridLine = (mark) => [
    svg("line", {
      class: mark === 0 ? "axis" : "grid",
      x1: left,
      x2: width - 8,
      y1: frame.y(mark),
      y2: frame.y(mark),
    }),
    svg("text.tick", { x: left - 6, y: frame.y(mark) + 4, "text-anchor": "end" }, number(mark)),
  ];
  return svg(
    "g",
    {},
    frame.marks.map(gridLine),
    categoryLabels(spec, frame),
    yLabel && svg("text.axis-label", { x: 2, y: 12 }, yLabel),
    xLabel &&
      svg(
        "text.axis-label",
        { x: (left + width) / 2, y: HEIGHT - 4, "text-anchor": "middle" },
        xLabel,
      ),
  );
}

/** As many category names as fit side by side; the last one is always among them. */
function categoryLabels(spec, frame) {
  const { categories } = spec.axis_config;
  const longest = Math.max(...categories.map(lengthOf)) * LETTER + 8;
  const every = Math.max(1, Math.ceil(longest / frame.band));
  const name = (label, at) =>
    (categories.length - 1 - at) % every === 0 &&
    svg("text.tick", { x: frame.x(at), y: frame.bottom + 17, "text-anchor": "middle" }, label);
  return categories.map(name);
}

/** Letters of a label; a Chinese character is about as wide as two. */
const lengthOf = (label) => [...label].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 1.9 : 1), 0);

function bars(spec, frame, number) {
  const many = spec.series.length;
  const wide = Math.min(BAR_MAX, (frame.band * 0.72) / many);
  const bar = (one, at, series) => {
    const value = valueAt(one, spec.axis_config.categories[at], at);
    const x = frame.x(at) + (series - many / 2) * wide;
    return barShape({ value, x, wide, series, frame, label: number(value) });
  };
  const groups = spec.axis_config.categories.map((_, at) =>
    spec.series.map((one, series) => bar(one, at, series)),
  );
  return svg("g", {}, groups);
}

function barShape({ value, x, wide, series, frame, label }) {
  const base = frame.y(frame.zero);
  const end = frame.y(value);
  const up = end <= base;
  const room = label.length * LETTER <= wide + 6;
  return svg(
    "g",
    { class: `hue-${series}` },
    svg("path.bar", { d: roundedBar(x + 1, Math.max(1, wide - 2), base, end) }),
    room &&
      svg(
        "text.value",
        { x: x + wide / 2, y: end + (up ? -5 : 14), "text-anchor": "middle" },
        label,
      ),
  );
}

function roundedBar(x, wide, base, end) {
  const round = Math.min(4, wide / 2, Math.abs(base - end));
  const turn = end <= base ? round : -round;
  return (
    `M${x},${base}V${end + turn}Q${x},${end} ${x + round},${end}` +
    `H${x + wide - round}Q${x + wide},${end} ${x + wide},${end + turn}V${base}Z`
  );
}

function lines(spec, frame) {
  return svg(
    "g",
    {},
    spec.series.map((one, series) => {
      const points = pointsOf(one, spec, frame);
      const dots = points.map(([x, y]) => svg("circle.dot", { cx: x, cy: y, r: 3.5 }));
      return svg("g", { class: `hue-${series}` }, svg("path.line", { d: pathOf(points) }), dots);
    }),
  );
}

function areas(spec, frame) {
  const base = frame.y(frame.zero);
  return svg(
    "g",
    {},
    spec.series.map((one, series) => {
      const points = pointsOf(one, spec, frame);
      const outline = `${pathOf(points)}L${points.at(-1)[0]},${base}L${points[0][0]},${base}Z`;
      return svg(
        "g",
        { class: `hue-${series}` },
        svg("path.area", { d: outline }),
        svg("path.line", { d: pathOf(points) }),
      );
    }),
  );
}

const pointsOf = (one, spec, frame) =>
  spec.axis_config.categories.map((label, at) => [frame.x(at), frame.y(valueAt(one, label, at))]);

const pathOf = (points) => `M${points.map((point) => point.join(",")).join("L")}`;

/** A function that shows the values of category `at`, or hides them for null. */
function hovering(spec, frame, { tip, number, guide }) {
  return (at) => {
    tip.hidden = at === null;
    guide.setAttribute("visibility", at === null ? "hidden" : "visible");
    if (at === null) return;
    guide.setAttribute("x1", frame.x(at));
    guide.setAttribute("x2", frame.x(at));
    tip.replaceChildren(...tipParts(spec, at, number));
    tip.style.setProperty("--x", `${frame.x(at)}px`);
    tip.dataset.side = frame.x(at) > frame.width / 2 ? "left" : "right";
  };
}

function tipParts(spec, at, number) {
  const label = spec.axis_config.categories[at];
  const line = (one, series) =>
    h(
      "span.tip-line",
      {},
      h("i", { class: `key hue-${series}` }),
      `${one.name} `,
      h("b", {}, number(valueAt(one, label, at))),
    );
  return [h("strong", {}, label), ...spec.series.map(line)];
}

function attach(canvas, hover, spec) {
  const last = spec.axis_config.categories.length - 1;
  let at = null;
  const show = (next) => {
    at = next;
    hover(at);
  };
  canvas.onpointermove = (event) => show(nearest(canvas, event, last));
  canvas.onpointerdown = canvas.onpointermove;
  canvas.onpointerleave = () => show(null);
  canvas.onblur = () => show(null);
  canvas.onkeydown = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(at === null ? (step > 0 ? 0 : last) : Math.min(last, Math.max(0, at + step)));
  };
}

/** The category under the pointer. The plot ends 8 px before the edge, as `measure` has it. */
function nearest(canvas, event, last) {
  const box = canvas.getBoundingClientRect();
  const first = canvas.querySelector("line").getAttribute("x1");
  const share = (event.clientX - box.left - first) / (box.width - first - 8);
  return Math.min(last, Math.max(0, Math.floor(share * (last + 1))));
}
