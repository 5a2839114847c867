/** The page's own small line icons, drawn on a 20 × 20 grid. */

import { svg } from "./dom.js";

const PATHS = {
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4.5L6.5 10l5.5 5.5",
  chevron: "M5.5 8l4.5 4.5L14.5 8",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  attach:
    "M14.5 9.5l-5.3 5.3a3.2 3.2 0 01-4.5-4.5l6-6a2.1 2.1 0 013 3l-5.7 5.7a1 1 0 01-1.4-1.4l5-5",
  send: "M3.5 10L16.5 4l-4 12.5-3.2-5.2zM9.3 11.3L16.5 4",
  reply: "M3.5 4.5h13v8.5h-7L6 16v-3H3.5z",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12.2a2.2 2.2 0 100-4.4 2.2 2.2 0 000 4.4z",
  home: "M3.5 9.2L10 3.8l6.5 5.4v7h-4.3v-4.4H7.8v4.4H3.5z",
  lock: "M5 9h10v7H5zM7 9V6.8a3 3 0 016 0V9",
  hash: "M7.8 3.5l-1.6 13M13.8 3.5l-1.6 13M3.8 7.3h13M3.2 12.7h13",
  bolt: "M11 2.8L4.5 11.5h5L9 17.2l6.5-8.7h-5z",
  clock: "M10 17a7 7 0 100-14 7 7 0 000 14zM10 6v4l2.8 1.8",
  info: "M10 17a7 7 0 100-14 7 7 0 000 14zM10 9.2v4M10 6.6h.01",
  check: "M4.5 10.5l3.6 3.6 7.4-8",
  warning: "M10 3.5l7.2 12.8H2.8zM10 8.3v3.8M10 14.2h.01",
  error: "M10 17a7 7 0 100-14 7 7 0 000 14zM7.6 7.6l4.8 4.8M12.4 7.6l-4.8 4.8",
  file: "M5.5 2.8h6l3 3v11.4h-9zM11.5 2.8v3h3",
  up: "M10 16V4.5M5.5 9L10 4.5 14.5 9",
  down: "M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5",
  sort: "M7 8.2L10 5l3 3.2M7 11.8l3 3.2 3-3.2",
  spark:
    "M10 3v3.5M10 13.5V17M3 10h3.5M13.5 10H17M5.2 5.2l2.2 2.2M12.6 12.6l2.2 2.2M14.8 5.2l-2.2 2.2M7.4 12.6l-2.2 2.2",
  person:
    "M10 10a3.2 3.2 0 100-6.4 3.2 3.2 0 000 6.4zM3.8 16.8c.6-3.2 3.1-4.8 6.2-4.8s5.6 1.6 6.2 4.8",
  image: "M3 4.5h14v11H3zM3 13l4-4 4 4 2-2 4 3.5M13 8.3h.01",
};

/** A decorative icon; the control around it carries the label. */
export function icon(name) {
  return svg(
    "svg.icon",
    { viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] }),
  );
}
