/** What a form refuses before it is sent, as Slack does: nothing, too little, no number. */

import { plain } from "./mrkdwn.js";
import { word } from "./words.js";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const URL_START = /^[a-z]+:\/\/[^\s/]+/i;

/** {block_id: complaint} for every input block whose state, as `recall` has it, is not enough. */
export function complaints(blocks, recall) {
  const inputs = blocks.filter((block) => block.type === "input");
  const found = inputs.map((block) => [
    block.block_id,
    complaint(block, recall(block, block.element)),
  ]);
  return Object.fromEntries(found.filter(([, text]) => text));
}

function complaint(block, state = {}) {
  const held = Object.entries(state).find(([name]) => name !== "type")?.[1] ?? null;
  if (isEmpty(held)) return block.optional ? null : word("errorRequired");
  return KINDS[block.element.type]?.(held, block.element) ?? null;
}

const isEmpty = (held) =>
  held === null || plainValue(held).trim() === "" || (Array.isArray(held) && held.length === 0);

const plainValue = (held) => (typeof held === "string" ? held : "-");

const KINDS = {
  email_text_input: (held) => (EMAIL.test(held) ? null : word("errorEmail")),
  url_text_input: (held) => (URL_START.test(held) ? null : word("errorUrl")),
  plain_text_input: (held, spec) =>
    held.length < (spec.min_length ?? 0) ? word("errorLonger", { n: spec.min_length }) : null,
  number_input: numberComplaint,
};

function numberComplaint(held, spec) {
  const number = Number(held);
  if (!Number.isFinite(number)) return word("errorNumber");
  if (!spec.is_decimal_allowed && !Number.isInteger(number)) return word("errorNumber");
  if (spec.min_value !== undefined && number < Number(spec.min_value)) {
    return word("errorNumberMin", { n: plain(spec.min_value) });
  }
  if (spec.max_value !== undefined && number > Number(spec.max_value)) {
    return word("errorNumberMax", { n: plain(spec.max_value) });
  }
  return null;
}
