/** The line above a channel: its name and topic; above the bot's pages: Home and Messages. */

import { avatar } from "./avatar.js";
import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { app, botChannel, channel, go, me, person } from "./state.js";
import { word } from "./words.js";

const place = document.querySelector("#head");

/** Draw the head of the open place. */
export function drawHead() {
  const direct = botChannel();
  const isBot = app.place === "home" || app.place === direct?.id;
  const there = channel(app.place);
  const facts = [app.place, me().locale, there?.name, there?.topic, there?.members];
  redraw(place, facts, () => (isBot ? botHead(direct) : channelHead(there)));
}

function botHead(direct) {
  const { bot } = app.world;
  const tab = (target, name) =>
    h(
      "button.tab",
      {
        type: "button",
        "aria-current": app.place === target ? "page" : undefined,
        onclick: () => go(target),
      },
      word(name),
    );
  return [
    avatar({ ...person(bot.id), is_bot: true }),
    h("h1", {}, bot.name),
    h(
      "nav.tabs",
      { "aria-label": bot.name },
      tab("home", "home"),
      direct && tab(direct.id, "messages"),
    ),
  ];
}

function channelHead(one) {
  return [
    h("span.sign", {}, icon(one.is_private ? "lock" : "hash")),
    h("h1", {}, one.name),
    one.topic && h("p.topic", { title: one.topic }, one.topic),
    h("span.count", {}, icon("person"), word("members", { n: one.members.length })),
  ];
}
