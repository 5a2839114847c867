/**
 * Block elements: buttons here, everything one types or picks in fields.js and picks.js.
 * Source: docs.slack.dev/reference/block-kit/block-elements.
 *
 * `element(spec, place)` draws one; place = { block, surface, labelled } says where it stands:
 * its block, what it may do there (see blocks.js) and the ARIA attributes that name it.
 */

import { confirmed } from "./dialogs.js";
import { h } from "./dom.js";
import { FIELDS } from "./fields.js";
import { icon } from "./icons.js";
import { picture } from "./images.js";
import { openMenu } from "./menu.js";
import { plain } from "./mrkdwn.js";
import { PICKS } from "./picks.js";
import { word } from "./words.js";

const ELEMENTS = {
  button,
  image: (spec) => picture(spec),
  overflow,
  workflow_button: button,
  ...FIELDS,
  ...PICKS,
};

/** One element as a node. */
export function element(spec, place) {
  const draw = ELEMENTS[spec.type];
  if (!draw) return h("span.unknown", {}, word("unknownBlock", { type: spec.type }));
  return draw(spec, { ...place, change: changer(spec, place) });
}

/**
 * What an element calls when it holds something new. `state` is Slack's state object for it.
 * Inside an input block the app hears of it only when the block asks for that.
 */
function changer(spec, { block, surface }) {
  return async (state, settled = true) => {
    surface.store(block, spec, state);
    const silent = block.type === "input" && !block.dispatch_action;
    if (silent || !settled || !(await confirmed(spec.confirm))) return;
    await surface.dispatch(block, spec, state);
  };
}

function button(spec, { block, surface }) {
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (!(await confirmed(spec.confirm))) return;
    if (spec.url) window.open(spec.url, "_blank", "noopener");
    pressed.setAttribute("aria-busy", "true");
    await surface.dispatch(block, spec, { value: spec.value });
    pressed.removeAttribute("aria-busy");
  };
  const label = spec.accessibility_label;
  const props = { type: "button", "data-style": spec.style, "aria-label": label, onclick: press };
  return h("button.button", props, plain(spec.text));
}

function overflow(spec, { block, surface }) {
  const choose = async (option) => {
    if (!(await confirmed(spec.confirm))) return;
    if (option.url) window.open(option.url, "_blank", "noopener");
    await surface.dispatch(block, spec, { selected_option: option });
  };
  const entries = spec.options.map((option) => ({
    label: plain(option.text),
    note: plain(option.description),
    act: () => choose(option),
  }));
  const props = {
    type: "button",
    "aria-haspopup": "menu",
    "aria-label": word("moreActions"),
    onclick: (event) => openMenu(event.currentTarget, entries),
  };
  return h("button.button.overflow", props, icon("more"));
}
