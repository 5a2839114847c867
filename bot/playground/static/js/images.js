/** Pictures in messages. The page asks no other server for anything. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { word } from "./words.js";

/** An image block or element: drawn when it comes from here, else named with a link to it. */
export function picture(block) {
  const url = block.image_url ?? block.slack_file?.url ?? "";
  return h(
    "figure.picture",
    {},
    block.title && h("figcaption", {}, plain(block.title)),
    isOwn(url)
      ? h("img", { src: url, alt: block.alt_text ?? "", loading: "lazy" })
      : away(block, url),
  );
}

function isOwn(url) {
  return url.startsWith("data:image/") || new URL(url, location.href).origin === location.origin;
}

function away(block, url) {
  const open = h(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer" },
    word("imageOpen"),
  );
  return h(
    "span.picture-away",
    {},
    icon("image"),
    word("image", { alt: block.alt_text ?? "" }),
    /^https?:/.test(url) && [" · ", open],
  );
}
