import type { Zone } from "./timestamp.js";

export const momentForms =
  "a time such as -3d, 90m ago, yesterday, monday 09:00, 10:15, 2026-11-23, 2026-11-23T10:15, 2026-11-23T10:15:00Z or Unix seconds";

const relative = /^-(\d+(?:\.\d+)?)(s|m|h|d|w)$/;
const ago = /^(\d+(?:\.\d+)?) ?(s|m|h|d|w|seconds?|minutes?|hours?|days?|weeks?) ago$/i;
const namedDay =
  /^(?:(?:last )?(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(today|yesterday))(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?$/i;
const timeOfDay = /^\d{1,2}:\d{2}(?::\d{2})?$/;
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
const plainSeconds = /^\d+(?:\.\d+)?$/;
const date = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(?::(\d{2}(?:\.\d+)?))?)?([Zz]|[+-]\d{2}:\d{2})?$/;
const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds before and after 1970 that `Date` can hold (ECMA-262, section 21.4.1.1). */
const maxSeconds = 8.64e12;

/**
 * Unix time in seconds. A date without a zone is one of `zone`. The name of a weekday is the latest day of this name that has begun: today's
 * name is today, and with `last`, a week ago. A time of day alone is one of today.
 *
 * @param now Unix time that relative times go back from.
 * @returns `undefined` for a text of another form, and for a time that no calendar has.
 */
export function parseMoment(text: string, now: number, zone: Zone): number | undefined {
  const [, quantity, unit = ""] = relative.exec(text) ?? [];
  if (quantity !== undefined) return onCalendar(now - Number(quantity) * (unitSeconds[unit] ?? 0));
  if (text.toLowerCase() === "now") return now;
  const [, count, word = ""] = ago.exec(text) ?? [];
  if (count !== undefined) return onCalendar(now - Number(count) * (unitSeconds[word.charAt(0).toLowerCase()] ?? 0));
  if (namedDay.test(text) || timeOfDay.test(text)) return dayMoment(text, now, zone);
  if (plainSeconds.test(text)) return onCalendar(Number(text));
  const [, day, time = "00:00", seconds = "00", offset] = date.exec(text) ?? [];
  if (day === undefined) return undefined;
  const written = `${day}T${time}:${seconds}`;
  const asUtc = Date.parse(`${written}Z`);
  // `Date` takes 30 February for 2 March.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(day)) return undefined;
  const zoned = offset ?? (zone === "utc" ? "Z" : "");
  return onCalendar(Date.parse(written + zoned.toUpperCase()) / 1000);
}

/** The day that a name means, counted back from today, at the time of day that follows it. */
function dayMoment(text: string, now: number, zone: Zone): number | undefined {
  const [, weekday, word, time = timeOfDay.test(text) ? text : "00:00"] = namedDay.exec(text) ?? [];
  const shown = new Date(now * 1000);
  const [year, month, dayOfMonth, today] =
    zone === "utc"
      ? [shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate(), shown.getUTCDay()]
      : [shown.getFullYear(), shown.getMonth(), shown.getDate(), shown.getDay()];
  const back = weekday === undefined ? Number(word?.toLowerCase() === "yesterday") : daysBack(text, weekday, today);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const parts = [year, month, dayOfMonth - back, hours, minutes, seconds] as const;
  return onCalendar((zone === "utc" ? Date.UTC(...parts) : new Date(...parts).getTime()) / 1000);
}

function daysBack(text: string, weekday: string, today: number): number {
  const wanted = weekdays.findIndex((each) => weekday.toLowerCase().startsWith(each));
  const back = (today - wanted + 7) % 7;
  return back === 0 && /^last /i.test(text) ? 7 : back;
}

export const timestampForms = "Unix seconds or ISO 8601 with a zone, such as 1719900000.25 or 2026-11-23T10:15:00Z";

/**
 * Unix time in seconds, of a text that means the same time on every machine and at any time: Unix seconds, or a date with time and zone.
 *
 * @returns `undefined` for a text of another form, and for a time that no calendar has.
 */
export function parseTimestamp(text: string): number | undefined {
  const [, , time, , offset] = date.exec(text) ?? [];
  if (!plainSeconds.test(text) && (time === undefined || offset === undefined)) return undefined;
  return parseMoment(text, 0, "utc");
}

function onCalendar(seconds: number): number | undefined {
  return Math.abs(seconds) <= maxSeconds ? seconds : undefined;
}

/** Seconds of `90s`, `15m`, `1h`, `1d` or `1w`; `undefined` for a text of another form and for zero. */
export function parseSpan(text: string): number | undefined {
  const [, quantity, unit = ""] = /^(\d+(?:\.\d+)?)(s|m|h|d|w)$/.exec(text) ?? [];
  const seconds = Number(quantity) * (unitSeconds[unit] ?? Number.NaN);
  return seconds > 0 && seconds <= maxSeconds ? seconds : undefined;
}
