/** Three things to try, for a first-time visitor, fitting the person they act as. */

import { onAct } from "./api.js";
import { monthsEnd } from "./clock.js";
import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { commandOf } from "./completion.js";
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

/** What is worth trying, best first; a command the app does not have is passed over. */
const TRIES = {
  supervisor: [
    ["/deduct @{other} {hintItem}", "hintDeduct"],
    ["/commend @{other} {hintPraise}", "hintCommend"],
    ["/score", "hintTeam"],
    ["home", "hintHome"],
  ],
  hr: [
    ["/month", "hintMonth"],
    ["/rubric", "hintRubric"],
    ["/team", "hintPeople"],
    ["home", "hintHome"],
  ],
  agent: [
    ["/score", "hintScore"],
    ["/appeal", "hintAppeal"],
    ["/rubric", "hintRubric"],
    ["home", "hintHome"],
  ],
};
const SHOWN = 3;

/** Draw the hint, unless it was put away. */
export function drawHint() {
  const isWanted = localStorage.getItem(DISMISSED) === null && app.place !== "home";
  place.hidden = !isWanted;
  const end = monthsEnd();
  redraw(place, [isWanted, app.me, me().locale, end], () => (isWanted ? parts(end) : []));
}

function parts(end) {
  const dismiss = () => {
    localStorage.setItem(DISMISSED, "yes");
    drawHint();
  };
  const lead = h("h2", {}, icon("spark"), word("hintLead", { name: nameOf(me()) }));
  return [
    h(
      "details",
      { open: true },
      h("summary", {}, lead, icon("chevron")),
      h("ol", {}, TRIES[roleOf(me())].filter(isThere).slice(0, SHOWN).map(tryLine)),
      h("p", {}, word("hintOther", end)),
    ),
    h("button.button.quiet", { type: "button", onclick: dismiss }, word("hintDismiss")),
  ];
}

/** Once something is tried, the messages have the room: one line stays, and opens on a press. */
onAct(() => place.querySelector("details")?.removeAttribute("open"));

/** A person's role by their title; whoever is neither supervisor nor HR is an agent. */
function roleOf(user) {
  return ROLES.find(([, pattern]) => pattern.test(user.title ?? ""))?.[0] ?? "agent";
}

const isThere = ([text]) => text === "home" || Boolean(commandOf(text));

function tryLine([text, note]) {
  const isHome = text === "home";
  const act = () => (isHome ? go("home") : propose(filled(text)));
  const label = isHome ? word("hintOpenHome") : filled(text);
  const button = h("button.try", { type: "button", onclick: act }, label);
  return h("li", {}, button, h("span", {}, word(note)));
}

const filled = (text) =>
  text.replace("{other}", other()?.name ?? "").replace(/\{(\w+)\}/, (_, key) => word(key));

/** Somebody to write about: an agent, of the visitor's own channels and language if possible. */
function other() {
  const shared = (user) => app.world.channels.filter((one) => one.members.includes(user.id)).length;
  const isLike = (user) => Number(tag(user) === tag(me()));
  const near = (user) => 2 * shared(user) + isLike(user);
  const others = cast().filter((user) => user.id !== app.me);
  const agents = others.filter((user) => roleOf(user) === "agent");
  return (agents.length ? agents : others).sort((one, two) => near(two) - near(one))[0];
}
