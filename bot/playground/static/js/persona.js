/** Whom one acts as: the button in the top bar and the list of people behind it. */

import { avatar } from "./avatar.js";
import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { actAs, app, cast, me, nameOf } from "./state.js";
import { word } from "./words.js";

const place = document.querySelector("#persona");

/** Draw the acting person's button. */
export function drawPersona() {
  const user = me();
  const props = {
    type: "button",
    "aria-haspopup": "menu",
    "aria-label": `${word("actingAs", { name: nameOf(user) })}. ${word("actAs")}`,
    onclick: (event) => openMenu(event.currentTarget, cast().map(entry)),
  };
  const who = h("span.who", {}, h("b", {}, nameOf(user)), h("small", {}, user.title));
  redraw(place, user, () => h("button.persona", props, avatar(user), who, icon("chevron")));
}

function entry(user) {
  return {
    label: nameOf(user),
    note: [user.title, languageOf(user)].filter(Boolean).join(" · "),
    icon: avatar(user),
    on: user.id === app.me,
    act: () => actAs(user.id),
  };
}

const languageOf = (user) => (user.locale?.startsWith("zh") ? "中文" : "English");
