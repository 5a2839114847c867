/** Instants shown and read in a person's own time zone and language. */

const formats = new Map();

function format(locale, options) {
  const key = `${locale}|${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, options));
  return formats.get(key);
}

/** A Slack `ts` ("1763.000100", seconds) as a Date. */
export const instantOf = (ts) => new Date(Number(ts) * 1000);

/** `instant` worded by Intl options, in the zone and language of `who`. */
export function say(instant, who, options) {
  return format(tag(who), { timeZone: who.tz || "UTC", ...options }).format(instant);
}

/** The language tag of a person; English is written the international way, 24 hours. */
export const tag = (who) => (who.locale?.startsWith("zh") ? "zh-CN" : "en-GB");

export const clockTime = (instant, who) =>
  say(instant, who, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const longDay = (instant, who) =>
  say(instant, who, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

export const shortDay = (instant, who) =>
  say(instant, who, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

export const dayOfMonth = (instant, who) => say(instant, who, { day: "numeric", month: "short" });

/** How far the zone of `who` is from UTC at `instant`: "GMT+8". */
export function offsetName(instant, who) {
  const parts = format("en-GB", { timeZone: who.tz || "UTC", timeZoneName: "shortOffset" });
  return parts.formatToParts(instant).find((part) => part.type === "timeZoneName").value;
}

/** The calendar fields of `instant` in the zone `tz`, as numbers: year, month (1–12), … */
function fieldsIn(instant, tz) {
  const options = {
    timeZone: tz || "UTC",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  };
  const parts = format("en-US", options).formatToParts(instant);
  return Object.fromEntries(parts.map((part) => [part.type, Number(part.value)]));
}

/**
 * The instant at which a clock on the wall in `tz` shows these fields. Day and month may run
 * over (day 32, month 13). An hour that the spring change skips becomes the hour after it.
 */
function instantIn(tz, { year, month, day, hour = 0, minute = 0 }) {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const first = wall - offsetAt(wall, tz);
  return new Date(wall - offsetAt(first, tz));
}

function offsetAt(millis, tz) {
  const shown = fieldsIn(new Date(millis), tz);
  const { year, month, day, hour, minute, second } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(millis / 1000) * 1000;
}

/** `instant` as a datetime-local field wants it: "2026-11-19T14:05", in the zone `tz`. */
export function fieldValue(instant, tz) {
  const { year, month, day, hour, minute } = fieldsIn(instant, tz);
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** The instant that a datetime-local field holds, read in the zone `tz`. */
export function fromField(value, tz) {
  const [year, month, day, hour, minute] = value.match(/\d+/g).map(Number);
  return instantIn(tz, { year, month, day, hour, minute });
}

const two = (number) => String(number).padStart(2, "0");

/** Tomorrow, 09:00 on the wall. */
export function tomorrowAtNine(now, tz) {
  const { year, month, day } = fieldsIn(now, tz);
  return instantIn(tz, { year, month, day: day + 1, hour: 9 });
}

/** The next time that it is 09:00 on a 1st in the last of these zones: a month is over for all. */
export function nextFirstAtNine(now, zones) {
  const { year, month } = fieldsIn(now, "UTC");
  const lastOf = (ahead) => {
    const firsts = zones.map((tz) => instantIn(tz, { year, month: month + ahead, day: 1, hour: 9 }));
    return new Date(Math.max(...firsts));
  };
  return [0, 1, 2].map(lastOf).find((instant) => instant > now);
}

const DATE_TOKENS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_pretty: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_short_pretty: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date_long_pretty: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

/**
 * Slack's `<!date^…>` format string, such as "{date_short} at {time}", filled in for a reader.
 * Source: docs.slack.dev/messaging/formatting-message-text, date formatting.
 */
export function dateTokens(seconds, pattern, who) {
  const instant = new Date(seconds * 1000);
  return pattern.replace(/\{(\w+)\}/g, (whole, token) =>
    DATE_TOKENS[token] ? say(instant, who, DATE_TOKENS[token]) : whole,
  );
}
