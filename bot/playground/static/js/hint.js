/** Three things to try, for a first-time visitor, fitting the person they act as. */

import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { propose } from "./composer.js";
import { app, cast, go, me, nameOf } from "./state.js";
import { tag } from "./time.js";
import { word } from "./words.js";

const place = document.querySelector("#hint");
const DISMISSED = "hint dismissed";

const ROLES = [
  ["hr", /\b(hr|human|people)\b|人事|人力/i],
  ["supervisor", /supervis|lead|manager|head|主管|组长|班长|经理/i],
];

const TRIES = {
  supervisor: [
    ["/deduct @{other} {hintItem}", "hintSupervisor1"],
    ["/commend @{other} {hintPraise}", "hintSupervisor2"],
    ["/score", "hintSupervisor3"],
  ],
  hr: [
    ["/month", "hintHr1"],
    ["/rubric", "hintHr2"],
    ["/interview", "hintHr3"],
  ],
  agent: [
    ["/score", "hintAgent1"],
    ["/appeal", "hintAgent2"],
    ["home", "hintAgent3"],
  ],
};

/** Draw the hint, unless it was put away. */
export function drawHint() {
  const isWanted = localStorage.getItem(DISMISSED) === null && app.place !== "home";
  place.hidden = !isWanted;
  redraw(place, [isWanted, app.me, me().locale], () => (isWanted ? parts() : []));
}

function parts() {
  const dismiss = () => {
    localStorage.setItem(DISMISSED, "yes");
    drawHint();
  };
  return [
    h("h2", {}, icon("spark"), word("hintLead", { name: nameOf(me()) })),
    h("ol", {}, TRIES[roleOf(me())].map(tryLine)),
    h("p", {}, word("hintOther")),
    h("button.button.quiet", { type: "button", onclick: dismiss }, word("hintDismiss")),
  ];
}

/** A person's role by their title; whoever is neither supervisor nor HR is an agent. */
function roleOf(user) {
  return ROLES.find(([, pattern]) => pattern.test(user.title ?? ""))?.[0] ?? "agent";
}

function tryLine([text, note]) {
  const isHome = text === "home";
  const typed = filled(text);
  const act = () => (isHome ? go("home") : propose(typed));
  const label = isHome ? word("hintHome") : typed;
  return h(
    "li",
    {},
    h("button.try", { type: "button", onclick: act }, label),
    h("span", {}, word(note)),
  );
}

const filled = (text) =>
  text.replace("{other}", other()?.name ?? "").replace(/\{(\w+)\}/, (_, key) => word(key));

/** Somebody to write about: another person, an agent of the same language if there is one. */
function other() {
  const others = cast().filter((user) => user.id !== app.me);
  const agents = others.filter((user) => roleOf(user) === "agent");
  return agents.find((user) => tag(user) === tag(me())) ?? agents[0] ?? others[0];
}
