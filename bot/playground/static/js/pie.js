/** Pie charts; the values stand in the legend beside the pie and on hover. */

import { h, svg } from "./dom.js";

const RADIUS = 78;
const EDGE = 6;

/** The pie as an SVG element. `tip` shows the slice under the pointer. */
export function pie(spec, { tip, number, width }) {
  const size = 2 * (RADIUS + EDGE);
  const total = spec.segments.reduce((sum, one) => sum + one.value, 0);
  let from = 0;
  const slices = spec.segments.map((one, at) => {
    const to = from + one.value / total;
    const shape = slice(from, to);
    from = to;
    return svg(
      "path",
      {
        class: `slice hue-${at}`,
        d: shape,
        onpointerenter: () => show(tip, one, number, width),
        onpointerleave: () => {
          tip.hidden = true;
        },
      },
      svg("title", {}, `${one.label}: ${number(one.value)}`),
    );
  });
  const view = `${-RADIUS - EDGE} ${-RADIUS - EDGE} ${size} ${size}`;
  return svg("svg", { width: size, height: size, viewBox: view, "data-chart": "pie" }, slices);
}

function slice(from, to) {
  if (to - from > 0.9999) return `M0,${-RADIUS}A${RADIUS},${RADIUS} 0 1 1 -0.01,${-RADIUS}Z`;
  const large = to - from > 0.5 ? 1 : 0;
  return `M0,0L${onCircle(from)}A${RADIUS},${RADIUS} 0 ${large} 1 ${onCircle(to)}Z`;
}

/** The point at a share of the way round, clockwise from the top. */
function onCircle(share) {
  const angle = 2 * Math.PI * share - Math.PI / 2;
  return [Math.cos(angle), Math.sin(angle)].map((side) => (RADIUS * side).toFixed(2)).join(",");
}

function show(tip, one, number, width) {
  tip.replaceChildren(
    h("strong", {}, one.label),
    h("span.tip-line", {}, h("b", {}, number(one.value))),
  );
  tip.style.setProperty("--x", `${width / 2}px`);
  tip.dataset.side = "right";
  tip.hidden = false;
}
