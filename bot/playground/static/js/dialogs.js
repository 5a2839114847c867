/** Questions that stand in front of the page until they are answered. */

import { h, uniqueId } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";
import { word } from "./words.js";

/**
 * Ask a Slack confirm object ({title, text, confirm, deny, style}); true when it was agreed to.
 * An element without one needs no question.
 */
export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  const title = uniqueId("question");
  const answer = (value) => ({ type: "submit", value });
  const dialog = h(
    "dialog.question",
    { "aria-labelledby": title },
    h(
      "form",
      { method: "dialog" },
      h("h2", { id: title }, plain(question.title)),
      h("div.text", {}, textObject(question.text)),
      h(
        "div.question-buttons",
        {},
        h("button.button", answer("no"), plain(question.deny) || word("cancel")),
        h("button.button", { ...answer("yes"), "data-style": question.style ?? "primary" },
          plain(question.confirm) || word("settle")),
      ),
    ),
  );
  return new Promise((settle) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      settle(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
