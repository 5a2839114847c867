/** The playground server's `/_control/` routes, one function each. */

/** The server could not be reached, or answered with something that is no JSON. */
export class Unreachable extends Error {}

async function call(path, body) {
  let response;
  try {
    response = await fetch(`/_control/${path}`, body === undefined ? {} : post(body));
    return await response.json();
  } catch (error) {
    throw new Unreachable(`${path}: ${response?.status ?? error.message}`);
  }
}

const post = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

const listeners = [];

/** Call `hear()` whenever the acting person does something that the app may answer. */
export const onAct = (hear) => listeners.push(hear);

function act(path, request) {
  for (const hear of listeners) hear();
  return call(path, request);
}

const as = (user) => (user ? `?as=${encodeURIComponent(user)}` : "");

export const version = () => call("version");
export const state = (user) => call(`state${as(user)}`);
export const messages = (channel, user) =>
  call(`messages/${encodeURIComponent(channel)}${as(user)}`);
export const command = (request) => act("command", request);
export const message = (request) => act("message", request);
export const interact = (request) => act("interact", request);
export const submit = (request) => act("submit", request);
export const close = (request) => call("close", request);
export const suggest = (request) => call("suggest", request);
export const shortcut = (request) => act("shortcut", request);
export const openHome = (user) => call("open-home", { user });
export const moveClock = (to) => call("clock", { to });
export const reset = () => call("reset", {});
