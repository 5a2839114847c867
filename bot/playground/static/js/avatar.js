/** A person's round badge: initials on their colour; the bot has a mark of its own. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { nameOf } from "./state.js";

/** The badge of a user; decorative, for the name always stands beside it. */
export function avatar(user) {
  const sign = user?.is_bot ? icon("check") : initials(nameOf(user));
  const style = {
    "--own": user?.is_bot ? "var(--accent)" : `#${(user?.color ?? "5b6b7b").replace("#", "")}`,
  };
  return h(
    "span.avatar",
    { "aria-hidden": "true", "data-bot": Boolean(user?.is_bot), style },
    sign,
  );
}

/** Mira Chen is MC; 王芳 stays 王芳; 欧阳娜娜 is 娜娜. */
function initials(name) {
  if (/^[\u3400-\u9fff]/.test(name)) return [...name].slice(-2).join("");
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((part) => [...part][0] ?? "")
    .join("")
    .toUpperCase();
}
