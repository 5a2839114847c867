/** Short notices at the foot of the page: what failed, and where the clock stands now. */

import { onAct, Unreachable } from "./api.js";
import { h } from "./dom.js";
import { word } from "./words.js";

const SHOWN_MS = 6000;
const place = document.querySelector("#notices");

/** Say `text` for a few seconds, instead of what was said before; a screen reader hears it too. */
export function notify(text, level = "info") {
  const note = h("p.notice", { "data-level": level }, text);
  place.replaceChildren(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}

/** The answer to what is done next is not covered by a notice of before. */
onAct(() => place.replaceChildren());

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
