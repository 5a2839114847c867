/** The modal the acting person has open: filled in, checked, submitted, closed. */

import * as api from "./api.js";
import { drawBlocks } from "./blocks.js";
import { complaints } from "./checks.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { tried } from "./notice.js";
import { app, refresh } from "./state.js";
import { modalSurface } from "./surfaces.js";
import { word } from "./words.js";

const shown = { dialog: null, print: "", id: null, touched: {}, isClosing: false };

/** Show, redraw or take away the modal so that it matches the server's word. */
export function drawModal() {
  const { view } = app.world;
  const print = view ? JSON.stringify([app.me, view.id, view.title, view.submit, view.blocks]) : "";
  if (print === shown.print) return;
  const touched = view && view.id === shown.id ? stillThere(view, shown.touched) : {};
  Object.assign(shown, { print, id: view?.id ?? null, touched });
  if (!view) leave();
  else present(build(view, touched));
}

/** What was filled in, without the blocks that an update took away. */
function stillThere(view, touched) {
  const ids = new Set(view.blocks.map((block) => block.block_id));
  return Object.fromEntries(Object.entries(touched).filter(([id]) => ids.has(id)));
}

function leave() {
  const { dialog } = shown;
  shown.dialog = null;
  dialog?.close();
  dialog?.remove();
}

function present(content) {
  if (shown.dialog) {
    shown.dialog.replaceChildren(content);
    return;
  }
  const oncancel = (event) => {
    event.preventDefault();
    closeView();
  };
  const onclose = () => shown.dialog && closeView(); // a second Escape closes it unasked
  shown.dialog = h(
    "dialog.modal",
    { oncancel, onclose, "aria-labelledby": "modal-title" },
    content,
  );
  document.body.append(shown.dialog);
  shown.dialog.showModal();
  firstField(shown.dialog)?.focus();
}

/** Where writing begins; a phone's keyboard stays down until a field is touched. */
function firstField(dialog) {
  if (matchMedia("(pointer: coarse)").matches) return dialog.querySelector("h2");
  return (
    dialog.querySelector("[autofocus]") ??
    dialog.querySelector(".modal-body .field, .modal-body input")
  );
}

function build(view, touched) {
  const surface = modalSurface(view, touched);
  const onsubmit = (event) => {
    event.preventDefault();
    send(view, touched, event.target);
  };
  return h(
    "form.modal-form",
    { novalidate: true, onsubmit },
    h(
      "header.modal-head",
      {},
      view.previous_view_id && iconButton("back", "back", closeView),
      h("h2", { id: "modal-title", tabindex: "-1" }, plain(view.title)),
      iconButton("close", "close", closeView, { "data-all": view.previous_view_id !== null }),
    ),
    h("div.modal-body", {}, drawBlocks(view.blocks, surface)),
    h(
      "footer.modal-foot",
      {},
      h(
        "button.button",
        { type: "button", onclick: closeView },
        plain(view.close) || word("close"),
      ),
      view.submit &&
        h("button.button", { type: "submit", "data-style": "primary" }, plain(view.submit)),
    ),
  );
}

const iconButton = (shape, name, onclick, more = {}) =>
  h(
    "button.icon-button",
    { type: "button", "aria-label": word(name), onclick, ...more },
    icon(shape),
  );

/** Close what is on top, or all; a second Escape while that is under way asks for nothing more. */
async function closeView(event) {
  if (shown.isClosing) return;
  const all = event?.currentTarget?.hasAttribute("data-all");
  shown.isClosing = true;
  await tried(word("close"), api.close({ user: app.me, all }));
  await refresh();
  shown.isClosing = false;
}

async function send(view, touched, form) {
  const wrong = complaints(view.blocks, modalSurface(view, touched).recall);
  showErrors(form, wrong);
  if (Object.keys(wrong).length) return;
  const button = form.querySelector("[type=submit]");
  button?.setAttribute("aria-busy", "true");
  const answer = await tried(word("submit"), api.submit({ user: app.me, values: touched }));
  button?.removeAttribute("aria-busy");
  if (Object.keys(answer?.errors ?? {}).length) showErrors(form, answer.errors);
  else await refresh();
}

/** Put each complaint under its block and go to the first; clear the others. */
function showErrors(form, errors) {
  for (const block of form.querySelectorAll("[data-block-id]")) {
    const place = block.querySelector(".field-error");
    if (!place) continue;
    const text = errors[block.dataset.blockId];
    place.hidden = !text;
    place.textContent = text ?? "";
    block.dataset.wrong = Boolean(text);
  }
  const first = form.querySelector("[data-wrong=true]");
  first?.scrollIntoView({ block: "center" });
  first?.querySelector("input, textarea, button")?.focus();
}
