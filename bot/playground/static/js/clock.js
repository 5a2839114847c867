/** The playground's clock in the top bar: what time it is for the acting person, and moving it. */

import * as api from "./api.js";
import { confirmed } from "./dialogs.js";
import { h, redraw } from "./dom.js";
import { float } from "./floating.js";
import { icon } from "./icons.js";
import { notify, tried } from "./notice.js";
import { app, cast, me, now, refresh } from "./state.js";
import {
  clockTime,
  dayOfMonth,
  fieldValue,
  fromField,
  nextFirstAtNine,
  offsetName,
  shortDay,
  tomorrowAtNine,
} from "./time.js";
import { word } from "./words.js";

const place = document.querySelector("#clock");

const STEPS = [
  ["clockAdd", () => "+5m"],
  ["clockTomorrow", () => tomorrowAtNine(now(), me().tz).toISOString()],
  ["clockFirst", () => everyonesFirst().toISOString()],
];

/** When the month's cards are out in every team, whatever zone it keeps. */
const everyonesFirst = () => nextFirstAtNine(now(), [...new Set(cast().map((user) => user.tz))]);

/** That moment as the acting person reads it, for a sentence or a button. */
export function monthsEnd() {
  const first = everyonesFirst();
  return { day: dayOfMonth(first, me()), time: clockTime(first, me()) };
}

/** Draw the clock; a minute that has not passed redraws nothing. */
export function drawClock() {
  const who = me();
  const day = shortDay(now(), who);
  const time = clockTime(now(), who);
  place.setAttribute("aria-label", word("clock"));
  redraw(place, [day, time, who.tz, who.locale], () => [
    face(who, day, time),
    h("div.clock-steps", {}, STEPS.map(stepButton)),
  ]);
}

function face(who, day, time) {
  const open = {
    type: "button",
    "aria-haspopup": "dialog",
    "aria-label": `${word("clock")}: ${day}, ${time}`,
    onclick: (event) => openPanel(event.currentTarget),
  };
  return h(
    "button.clock-face",
    open,
    icon("clock"),
    h("span.clock-time", {}, time),
    h("span.clock-day", {}, day, h("small", {}, zoneName(who))),
    icon("chevron"),
  );
}

/** "Shanghai · GMT+8" for Asia/Shanghai. */
function zoneName(who) {
  const city = (who.tz || "UTC").split("/").at(-1).replaceAll("_", " ");
  return `${city} · ${offsetName(now(), who)}`;
}

function stepButton([name, target]) {
  const fill = monthsEnd();
  const long = word(`${name}Long`, fill);
  const props = {
    type: "button",
    title: long,
    "aria-label": long,
    onclick: () => move(target()),
  };
  return h("button.step", props, word(name, fill));
}

async function move(to) {
  place.setAttribute("aria-busy", "true");
  const moved = await tried(word("clock"), api.moveClock(to));
  await refresh();
  place.removeAttribute("aria-busy");
  if (moved)
    notify(word("clockMoved", { day: shortDay(now(), me()), time: clockTime(now(), me()) }));
}

function openPanel(anchor) {
  const zone = word("typeDay", { zone: zoneName(me()) });
  const field = dayField(zone);
  const onsubmit = (event) => {
    event.preventDefault();
    close();
    if (field.value) move(fromField(field.value, me().tz).toISOString());
  };
  const panel = h(
    "form.clock-panel",
    { onsubmit, "aria-label": word("clock") },
    h("div.clock-steps", {}, STEPS.map(stepButton)),
    h("label", {}, h("span", {}, zone), field),
    h("button.button", { type: "submit", "data-style": "primary" }, word("clockGo")),
    h("p.hint", {}, word("clockHint")),
    h("button.button.quiet", { type: "button", onclick: startOver }, word("reset")),
  );
  panel.addEventListener("click", (event) => event.target.matches(".step, .quiet") && close());
  const { close } = float(anchor, panel);
}

function dayField(label) {
  const value = fieldValue(now(), me().tz);
  return h("input.field", { type: "datetime-local", "aria-label": label, value, min: value });
}

async function startOver() {
  const question = {
    title: word("reset"),
    text: word("resetAsk"),
    confirm: word("reset"),
    style: "danger",
  };
  if (!(await confirmed(question))) return;
  place.setAttribute("aria-busy", "true");
  notify(word("resetting"));
  await tried(word("reset"), api.reset());
  await refresh();
  place.removeAttribute("aria-busy");
}
