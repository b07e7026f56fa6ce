import type { Zone } from "./timestamp.js";

export const momentForms =
  "a time such as -3d, -90m, 2026-11-23, 2026-11-23T10:15, 2026-11-23T10:15:00Z or Unix seconds";

const relative = /^-(\d+(?:\.\d+)?)(s|m|h|d|w)$/;
const date = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?([Zz]|[+-]\d{2}:\d{2})?$/;
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
  const seconds = secondsOf(text, now, zone);
  return seconds !== undefined && Math.abs(seconds) <= maxSeconds ? seconds : undefined;
}

function secondsOf(text: string, now: number, zone: Zone): number | undefined {
  const [, quantity, unit = ""] = relative.exec(text) ?? [];
  if (quantity !== undefined) return now - Number(quantity) * (unitSeconds[unit] ?? 0);
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const parts = date.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hours = "00", minutes = "00", seconds = "00", offset] = parts;
  const written = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}`;
  const asUtc = Date.parse(`${written}Z`);
  // `Date` takes 30 February for 2 March.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(`${year}-${month}-${day}`)) return undefined;
  const zoned = offset ?? (zone === "utc" ? "Z" : "");
  return Date.parse(written + zoned.toUpperCase()) / 1000;
}

/** Seconds of `90s`, `15m`, `1h`, `1d` or `1w`; `undefined` for a text of another form and for nothing at all. */
export function parseSpan(text: string): number | undefined {
  const [, quantity, unit = ""] = /^(\d+(?:\.\d+)?)(s|m|h|d|w)$/.exec(text) ?? [];
  const seconds = Number(quantity) * (unitSeconds[unit] ?? Number.NaN);
  return seconds > 0 && seconds <= maxSeconds ? seconds : undefined;
}
