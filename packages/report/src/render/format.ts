import { formatQuantity, type Zone } from "@metric-events/text";
import type { Report } from "../model/report.js";
import { wallClockOf } from "../wall-clock.js";

/** Seconds that `Date` can hold (ECMA-262, section 21.4.1.1). */
const maxSeconds = 8.64e12;

/** A number with its unit, rounded; `–` without a number. */
export function quantityText(value: number | undefined, unit: string | undefined): string {
  return value === undefined || Number.isNaN(value) ? "–" : formatQuantity(value, unit, formatNumber);
}

/** Four significant digits; all of an integer that a double holds with its neighbours. */
export function formatNumber(value: number): string {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return value.toExponential(3);
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  const digits = Math.abs(value) >= 1000 ? 0 : 3 - Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.max(0, digits) });
}

/** A value of a dimension where people read it: an empty text or one of spaces would look like nothing. */
export function valueName(value: string | undefined): string {
  if (value === undefined) return "(none)";
  if (value === "") return "(empty)";
  return value.trim() === "" ? JSON.stringify(value) : value;
}

/** `95.2 %`; 0 % only for none, and 100 % only for all. */
export function formatShare(share: number): string {
  if (Number.isNaN(share)) return "–";
  const percent = share * 100;
  if (share > 0 && percent < 0.1) return "< 0.1 %";
  if (share < 1 && percent > 99.9) return "> 99.9 %";
  return `${Number(percent.toFixed(1))} %`;
}

/** Unix time on the clocks of the zone, as `2026-11-23 10:15`, or as a day where days are meant; the plain number for a time that no calendar has. */
export function formatMoment(unixSeconds: number, zone: Zone, bucketSeconds = 60): string {
  // A day less, for the offset of the zone.
  if (Math.abs(unixSeconds) > maxSeconds - 86_400) return String(unixSeconds);
  const wallSeconds = wallClockOf(zone)(unixSeconds);
  const text = new Date(Math.round(wallSeconds * 1000)).toISOString();
  // Years beyond 9999 have more digits.
  return bucketSeconds >= 86_400 ? text.slice(0, -14) : text.slice(0, -8).replace("T", " ");
}

/** When a bucket begins. */
export function formatBucket(start: number, { zone, bucketSeconds }: Pick<Report, "zone" | "bucketSeconds">): string {
  return formatMoment(start, zone, bucketSeconds);
}
