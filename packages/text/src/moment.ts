import type { Zone } from "./timestamp.js";

export const momentForms =
  "a time such as -3d, -90m, 2026-11-23, 2026-11-23T10:15, 2026-11-23T10:15:00Z or Unix seconds";

const relative = /^-(\d+(?:\.\d+)?)(s|m|h|d|w)$/;
const plainSeconds = /^\d+(?:\.\d+)?$/;
const date = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(?::(\d{2}(?:\.\d+)?))?)?([Zz]|[+-]\d{2}:\d{2})?$/;
const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds before and after 1970 that `Date` can hold (ECMA-262, section 21.4.1.1). */
const maxSeconds = 8.64e12;

/**
 * Unix time in seconds. A date without a zone is one of `zone`.
 *
 * @param now Unix time that relative times go back from.
 * @returns `undefined` for a text of another form, and for a time that no calendar has.
 */
export function parseMoment(text: string, now: number, zone: Zone): number | undefined {
  const [, quantity, unit = ""] = relative.exec(text) ?? [];
  if (quantity !== undefined) return onCalendar(now - Number(quantity) * (unitSeconds[unit] ?? 0));
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
