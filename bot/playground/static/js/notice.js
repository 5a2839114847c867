/** Short notices at the foot of the page: what failed, what was answered and how fast. */

import { Unreachable } from "./api.js";
import { h } from "./dom.js";
import { word } from "./words.js";

const SHOWN_MS = 6000;

/** Say `text` for a few seconds; a screen reader hears it too. */
export function notify(text, level = "info") {
  const note = h("p.notice", { "data-level": level }, text);
  document.querySelector("#notices").append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}

/** The server's answer to `promise`, or null after telling the person that `what` failed. */
export async function tried(what, promise) {
  try {
    const answer = await promise;
    if (answer.ok || Object.keys(answer.errors ?? {}).length) return answer;
    notify(word("failed", { what, error: answer.error }), "error");
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    notify(word("failed", { what, error: word("lost") }), "error");
  }
  return null;
}
