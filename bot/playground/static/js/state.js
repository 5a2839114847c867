/**
 * What the page knows: who acts, where they are, and the server's last word about it.
 * Everything drawn is drawn from `app`; whoever changes `app` tells the subscribers.
 */

import * as api from "./api.js";
import { tried } from "./notice.js";
import { speak, word } from "./words.js";

const POLL_MS = 1000;

/**
 * me: user id · place: channel id or "home" · thread: ts or null · world: `/_control/state` ·
 * isOpening: the app has yet to answer that its Home was opened.
 */
export const app = {
  me: null,
  place: null,
  thread: null,
  world: null,
  messages: [],
  lost: false,
  isOpening: false,
};

const subscribers = [];

/** Call `draw()` after every change. */
export const subscribe = (draw) => subscribers.push(draw);

function tell() {
  for (const draw of subscribers) draw();
}

export const person = (id) => app.world.users.find((user) => user.id === id);
export const channel = (id) => app.world.channels.find((one) => one.id === id);
export const group = (id) => app.world.usergroups.find((one) => one.id === id);
export const me = () => person(app.me);
export const nameOf = (user) => user?.display_name || user?.real_name || user?.name || "?";

let heardAt = 0;

/** The playground's time: what the server said, and what has passed since where the clock runs. */
export function now() {
  const passed = app.world.realtime ? performance.now() - heardAt : 0;
  return new Date(Date.parse(app.world.now) + passed);
}

/** The people one can act as. */
export const cast = () => app.world.users.filter((user) => !user.is_bot && !user.deleted);

/** The direct channel between the acting person and the bot. */
export const botChannel = (world = app.world) =>
  world.channels.find((one) => one.is_im && one.user === world.bot.id);

/** How a channel is called in running text: "#care", or the other person's name. */
export function placeName(one) {
  if (!one) return "";
  return one.is_im ? nameOf(person(one.user)) : `#${one.name}`;
}

let request = 0;

/** Fetch everything that is on show and draw it; where the server is away, say so. */
export async function refresh() {
  try {
    await load();
  } catch (error) {
    lose(error);
  }
}

function lose(error) {
  if (!(error instanceof api.Unreachable)) throw error;
  app.lost = true;
  if (app.world) tell();
}

/** An answer that arrives after a newer question is dropped. */
async function load() {
  request += 1;
  const mine = request;
  const world = await api.state(app.me);
  const where = settle(world);
  const read = where === "home" ? { messages: [] } : await api.messages(where, app.me);
  if (mine !== request) return;
  heardAt = performance.now();
  Object.assign(app, { world, place: where, messages: read.messages ?? [], lost: false });
  speak(me().locale);
  tell();
}

/** The place to show: the wanted one if this person is in it, else their first channel. */
function settle(world) {
  if (app.place === "dm") return botChannel(world)?.id ?? "home";
  const open = world.channels.some((one) => one.id === app.place);
  if (open || app.place === "home") return app.place;
  return (world.channels.find((one) => !one.is_im) ?? world.channels[0])?.id ?? "home";
}

let seen;

async function poll() {
  try {
    const { version } = await api.version();
    if (version !== seen || app.lost) {
      await load();
      seen = version;
    }
  } catch (error) {
    lose(error);
  } finally {
    setTimeout(poll, POLL_MS);
  }
}

/** Act as another person from now on, in the same place where they have it. */
export function actAs(user) {
  if (user === app.me) return;
  const place = app.place === botChannel()?.id ? "dm" : app.place;
  Object.assign(app, { me: user, place, thread: null });
  enter();
}

/** Go to a channel, or to the bot's "home". */
export function go(place) {
  Object.assign(app, { place, thread: null });
  enter();
}

function enter() {
  remember();
  if (app.place === "home") openHome();
}

/** Opening Home is an event of its own: the app answers it by publishing the page. */
async function openHome() {
  app.isOpening = true;
  await tried(word("home"), api.openHome(app.me));
  app.isOpening = false;
  await refresh();
}

/** Show the thread under the message `ts` beside the channel; null closes it. */
export function openThread(ts) {
  app.thread = ts;
  remember();
}

const path = () => `#${[app.me, app.place, app.thread].filter(Boolean).join("/")}`;

/** Write the place into the address, so that a reload and a copied link lead back to it. */
function remember() {
  if (location.hash === path()) refresh();
  else location.hash = path();
}

function readAddress() {
  const [user, place, thread] = decodeURIComponent(location.hash.slice(1)).split("/");
  const { users } = app.world;
  app.me = users.some((one) => one.id === user) ? user : (app.me ?? cast()[0].id);
  app.place = place || app.place;
  app.thread = thread || null;
}

/** Read the address, show the first state and keep listening for changes. */
export async function start() {
  app.world = await firstWorld();
  readAddress();
  if (app.place === "home") openHome();
  window.addEventListener("hashchange", () => {
    readAddress();
    refresh();
  });
  poll();
}

async function firstWorld() {
  for (;;) {
    try {
      return await api.state();
    } catch (error) {
      if (!(error instanceof api.Unreachable)) throw error;
      await new Promise((done) => setTimeout(done, POLL_MS));
    }
  }
}
