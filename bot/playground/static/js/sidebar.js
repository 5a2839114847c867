/** The list of places: the bot's Home, channels, direct messages, with what is unread. */

import { avatar } from "./avatar.js";
import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { app, go, me, nameOf, person, placeName } from "./state.js";
import { word } from "./words.js";

const sidebar = document.querySelector("#sidebar");

/** Draw the places of the acting person. */
export function drawSidebar() {
  const { channels, users } = app.world;
  const focused = sidebar.contains(document.activeElement) && document.activeElement.dataset.place;
  const seen = channels.map(({ id, name, user, unread }) => [id, name, user, unread]);
  sidebar.setAttribute("aria-label", word("channels"));
  redraw(sidebar, [app.me, app.place, me().locale, seen, users], parts);
  if (focused) sidebar.querySelector(`[data-place="${focused}"]`)?.focus();
}

function parts() {
  const { channels, bot, team } = app.world;
  return [
    h("p.team", {}, team.name),
    h("ul.places", {}, homeEntry(bot)),
    part(
      "channels",
      channels.filter((one) => !one.is_im),
    ),
    part(
      "directMessages",
      channels.filter((one) => one.is_im),
    ),
  ];
}

function part(title, channels) {
  if (!channels.length) return null;
  const list = h("ul.places", {}, channels.map(placeEntry));
  return h("section", {}, h("h2", {}, word(title)), list);
}

function homeEntry(bot) {
  return entry({ place: "home", sign: icon("home"), label: `${bot.name} · ${word("home")}` });
}

function placeEntry(one) {
  const sign = one.is_im ? avatar(person(one.user)) : icon(one.is_private ? "lock" : "hash");
  const label = one.is_im ? nameOf(person(one.user)) : placeName(one).slice(1);
  const unread = one.id === app.place ? 0 : one.unread;
  return entry({ place: one.id, sign, label, unread });
}

function entry({ place, sign, label, unread = 0 }) {
  const visit = () => {
    document.body.dataset.drawer = "closed";
    go(place);
  };
  const props = {
    type: "button",
    "data-place": place,
    "data-unread": unread > 0,
    "aria-current": place === app.place ? "page" : undefined,
    onclick: visit,
  };
  const badge =
    unread > 0 && h("span.unread", { "aria-label": word("unread", { n: unread }) }, unread);
  return h(
    "li",
    {},
    h("button.place", props, h("span.sign", {}, sign), h("span.name", {}, label), badge),
  );
}
