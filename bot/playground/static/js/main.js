/** The page, put together: every part draws itself anew whenever the state changes. */

import { drawBlocks } from "./blocks.js";
import { drawClock } from "./clock.js";
import { drawComposer } from "./composer.js";
import { h, keep } from "./dom.js";
import { follow, wasDrawn } from "./following.js";
import { drawHead } from "./head.js";
import { drawHint } from "./hint.js";
import { drawMessages } from "./messages.js";
import { drawModal } from "./modal.js";
import { drawPersona } from "./persona.js";
import { drawSidebar } from "./sidebar.js";
import { app, channel, me, nameOf, person, placeName, start, subscribe } from "./state.js";
import { homeSurface } from "./surfaces.js";
import { drawThread } from "./thread.js";
import { word } from "./words.js";

const find = (id) => document.querySelector(`#${id}`);
const CLOCK_MS = 5000;
let shown = "";

function drawPlace() {
  const isHome = app.place === "home";
  find("home").hidden = !isHome;
  find("log").hidden = isHome;
  find("composer").hidden = isHome;
  if (isHome) drawHome();
  else drawChannel();
}

function drawHome() {
  const { home, bot } = app.world;
  const blocks = home?.blocks ?? [];
  const surface = homeSurface(home ?? {});
  const context = JSON.stringify([app.me, me().locale, me().tz]);
  const rows = blocks.length || app.isOpening ? blocks : [emptyHome(bot)];
  const numbered = rows.map((block, at) => ({ block, at }));
  keep(
    find("home"),
    numbered,
    (row) => row.at,
    (row) => context + JSON.stringify(row.block),
    (row) => drawBlocks([row.block], surface)[0],
  );
}

function emptyHome(bot) {
  const text = word("homeEmpty", { name: bot.name });
  return { type: "context", elements: [{ type: "plain_text", text }] };
}

function drawChannel() {
  const log = find("log");
  const here = `${app.me} ${app.place}`;
  const inChannel = app.messages.filter(isInChannel);
  log.setAttribute("aria-label", placeName(channel(app.place)));
  drawMessages(log, inChannel);
  if (!inChannel.length) log.replaceChildren(emptyChannel());
  wasDrawn(log, shown !== here);
  shown = here;
  const name = placeName(channel(app.place));
  drawComposer(find("composer"), {
    key: app.place,
    prompt: word("composerPrompt", { place: name }),
  });
}

const isInChannel = (one) => !one.thread_ts || one.thread_ts === one.ts || one.broadcast;

function emptyChannel() {
  return h("p.empty", {}, word("nothingYet", { name: nameOf(person(app.world.bot.id)) }));
}

function drawTrouble() {
  find("lost").hidden = !app.lost;
  find("lost").textContent = app.lost ? word("lost") : "";
}

function nameMenu() {
  find("menu").setAttribute("aria-label", word("openMenu"));
  find("tagline").textContent = word("tagline");
  find("team").textContent = app.world.team.name;
  document.title = `${placeName(channel(app.place)) || word("home")} · ${app.world.team.name}`;
}

for (const draw of [
  nameMenu,
  drawTrouble,
  drawClock,
  drawPersona,
  drawSidebar,
  drawHead,
  drawHint,
  drawPlace,
  drawThread,
  drawModal,
])
  subscribe(draw);

follow(find("log"));

function turnDrawer() {
  const isOpen = document.body.dataset.drawer === "open";
  document.body.dataset.drawer = isOpen ? "closed" : "open";
  find("menu").setAttribute("aria-expanded", String(!isOpen));
}

find("menu").addEventListener("click", turnDrawer);
find("shade").addEventListener("click", turnDrawer);
setInterval(() => app.world && drawClock(), CLOCK_MS);
start();
