/** From a chart's numbers to pixels: points, round tick values and linear scales. */

const STEPS = [1, 2, 2.5, 5, 10];

/** About `count` round values that cover [low, high]: 72…95 → 70, 75, …, 95. */
export function ticks(low, high, count) {
  const step = roundStep((high - low || Math.abs(high) || 1) / count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => clean((first + at) * step));
}

function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * STEPS.find((step) => step * power >= rough - 1e-12);
}

const clean = (value) => Number(value.toPrecision(12));

/** A function from values in [low, high] to pixels in [from, to]. */
export const linear = (low, high, from, to) => (value) =>
  from + ((value - low) / (high - low || 1)) * (to - from);

/** The range of values to show. Bars and areas stand on zero; a line may zoom in. */
export function range(type, values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (type !== "line") return [Math.min(0, low), Math.max(0, high) || 1];
  const pad = (high - low) * 0.15 || Math.abs(high) * 0.05 || 1;
  return [low >= 0 ? Math.max(0, low - pad) : low - pad, high + pad];
}

/** The point of a series for one category: by its label, or by its place where labels differ. */
export function valueAt(series, label, at) {
  return (series.data.find((point) => point.label === label) ?? series.data[at])?.value ?? 0;
}
