/**
 * Elements one types or ticks: text, numbers, dates, checkboxes, radio buttons, files.
 * Each keeps its Slack state object ({type, value | selected_… }) up to date by `change`.
 */

import { h, uniqueId } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";
import { me } from "./state.js";
import { fieldValue, fromField } from "./time.js";
import { word } from "./words.js";

export const FIELDS = {
  plain_text_input: textField,
  email_text_input: typed("email"),
  url_text_input: typed("url"),
  number_input: numberField,
  rich_text_input: richField,
  datepicker: dated("date", "initial_date", "selected_date"),
  timepicker: dated("time", "initial_time", "selected_time"),
  datetimepicker: instantField,
  checkboxes,
  radio_buttons: radios,
  file_input: fileField,
};

/** What the field held before, else its initial value, as a Slack state object. */
const start = ({ block, surface }, spec, initial) => surface.recall(block, spec) ?? initial;

function textField(spec, place, type = "text") {
  const state = start(place, spec, { value: spec.initial_value ?? null });
  const hold = (event, settled) =>
    place.change({ type: spec.type, value: event.target.value || null }, settled);
  const triggers = spec.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const props = {
    ...place.labelled,
    value: state.value ?? "",
    placeholder: plain(spec.placeholder),
    maxlength: spec.max_length,
    autofocus: spec.focus_on_load,
    oninput: (event) => hold(event, triggers.includes("on_character_entered")),
    onkeydown: (event) => {
      if (event.key !== "Enter" || spec.multiline || !place.block.dispatch_action) return;
      event.preventDefault();
      hold(event, triggers.includes("on_enter_pressed"));
    },
  };
  return spec.multiline
    ? h("textarea.field", { rows: 4, ...props })
    : h("input.field", { type, ...props });
}

function typed(type) {
  return (spec, place) => textField(spec, place, type);
}

function numberField(spec, place) {
  const input = textField(spec, place);
  input.setAttribute("inputmode", spec.is_decimal_allowed ? "decimal" : "numeric");
  return input;
}

function richField(spec, place) {
  const wrap = (text) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  });
  const state = start(place, spec, { rich_text_value: spec.initial_value ?? null });
  const written = state.rich_text_value?.elements.flatMap((part) => part.elements ?? []);
  const hold = (event) =>
    place.change({ type: spec.type, rich_text_value: wrap(event.target.value) }, false);
  return h("textarea.field", {
    ...place.labelled,
    rows: 4,
    placeholder: plain(spec.placeholder),
    value: written?.map((piece) => piece.text ?? "").join("") ?? "",
    oninput: hold,
  });
}

function dated(type, initial, selected) {
  return (spec, place) => {
    const state = start(place, spec, { [selected]: spec[initial] ?? null });
    return h("input.field.short", {
      ...named(spec, place, "chooseDate"),
      type,
      value: state[selected] ?? "",
      onchange: (event) =>
        place.change({ type: spec.type, [selected]: event.target.value || null }),
    });
  };
}

/** A date and time of the acting person's own zone; Slack's state holds Unix seconds. */
function instantField(spec, place) {
  const { tz } = me();
  const state = start(place, spec, { selected_date_time: spec.initial_date_time ?? null });
  const seconds = state.selected_date_time;
  const hold = (event) => {
    const text = event.target.value;
    const chosen = text ? fromField(text, tz).getTime() / 1000 : null;
    place.change({ type: spec.type, selected_date_time: chosen });
  };
  return h("input.field.short", {
    ...named(spec, place, "day"),
    type: "datetime-local",
    value: seconds ? fieldValue(new Date(seconds * 1000), tz) : "",
    onchange: hold,
  });
}

/** The ARIA attributes of a control: its input block's label, else its placeholder. */
export function named(spec, place, fallback) {
  return place.labelled ?? { "aria-label": plain(spec.placeholder) || word(fallback) };
}

function checkboxes(spec, place) {
  const state = start(place, spec, { selected_options: spec.initial_options ?? [] });
  const chosen = new Set(state.selected_options.map((option) => option.value));
  const hold = (option, on) => {
    if (on) chosen.add(option.value);
    else chosen.delete(option.value);
    const selected = spec.options.filter((one) => chosen.has(one.value));
    place.change({ type: spec.type, selected_options: selected });
  };
  const box = (option) => tick("checkbox", option, chosen.has(option.value), hold);
  return h(
    "div.ticks",
    { role: "group", ...place.labelled },
    spec.options.map((option) => box(option)),
  );
}

function radios(spec, place) {
  const state = start(place, spec, { selected_option: spec.initial_option ?? null });
  const name = uniqueId("radio");
  const hold = (option) => place.change({ type: spec.type, selected_option: option });
  const on = (option) => option.value === state.selected_option?.value;
  const round = (option) => tick("radio", option, on(option), hold, name);
  return h(
    "div.ticks",
    { role: "radiogroup", ...place.labelled },
    spec.options.map((option) => round(option)),
  );
}

function tick(type, option, checked, hold, name) {
  const onchange = (event) => hold(option, event.target.checked);
  return h(
    "label.tick",
    {},
    h("input", { type, name, checked, value: option.value, onchange }),
    h(
      "span",
      {},
      textObject(option.text),
      option.description && h("small", {}, textObject(option.description)),
    ),
  );
}

function fileField(spec, place) {
  const accept = spec.filetypes?.map((ending) => `.${ending}`).join(",");
  const hold = (event) => {
    const files = [...event.target.files].map(({ name, size }) => ({ name, title: name, size }));
    place.change({ type: spec.type, files }, false);
  };
  const multiple = (spec.max_files ?? 10) > 1;
  const input = h("input.field", {
    ...place.labelled,
    type: "file",
    accept,
    multiple,
    onchange: hold,
  });
  return h("div", {}, input, h("p.hint", {}, word("fileNote")));
}
