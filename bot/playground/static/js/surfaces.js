/** What a block's elements can do in a message, in a modal and on App Home (see blocks.js). */

import * as api from "./api.js";
import { plain } from "./mrkdwn.js";
import { tried } from "./notice.js";
import { app, refresh } from "./state.js";

/** A message's inputs: remembered while it is on the page. */
export function messageSurface(message, channel) {
  return surface({ channel, messageTs: message.ts }, {});
}

export const homeSurface = (view) => surface({ home: true }, view.state?.values ?? {});

/** A modal's inputs; `touched` collects what was filled in since the view was opened. */
export const modalSurface = (view, touched) =>
  surface({ viewId: view.id }, view.state?.values ?? {}, touched);

/** Values are {block_id: {action_id: Slack state}}; `before` is what the server knows already. */
function surface(where, before, touched = {}) {
  return {
    where,
    recall: ({ block_id }, { action_id }) =>
      touched[block_id]?.[action_id] ?? before[block_id]?.[action_id],
    store: ({ block_id }, { action_id }, state) => {
      touched[block_id] = { ...touched[block_id], [action_id]: state };
    },
    dispatch: (block, element, value) => dispatch(where, touched, { block, element, value }),
  };
}

async function dispatch(where, values, { block, element, value }) {
  const { type, action_id } = element;
  const action = { ...value, type, action_id, block_id: block.block_id };
  const what = plain(element.text) || plain(element.placeholder) || action_id;
  await tried(what, api.interact({ ...where, user: app.me, action, values }));
  await refresh();
}
