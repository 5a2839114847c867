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
  const dialog = questionDialog(question);
  return new Promise((settle) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      settle(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function questionDialog(question) {
  const title = uniqueId("question");
  const answer = (value, text, style) =>
    h("button.button", { type: "submit", value, "data-style": style }, text);
  return h(
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
        answer("no", plain(question.deny) || word("cancel")),
        answer("yes", plain(question.confirm) || word("settle"), question.style ?? "primary"),
      ),
    ),
  );
}
