import { formatDuration, formatQuantity as formatWithUnit, type Zone } from "@metric-events/text";

/** Seconds that `Date` can hold (ECMA-262, section 21.4.1.1). */
const maxSeconds = 8.64e12;

/** A number with its unit, rounded; `–` when there is none. */
export function formatQuantity(value: number | undefined, unit: string | undefined): string {
  return value === undefined || Number.isNaN(value) ? "–" : formatWithUnit(value, unit, formatNumber);
}

/** Four digits that matter. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  const digits = Math.abs(value) >= 1000 ? 0 : 3 - Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.max(0, digits) });
}

/** `95.2 %`; never 0 % or 100 % of what is not none or all. */
export function formatShare(share: number): string {
  if (Number.isNaN(share)) return "–";
  const percent = share * 100;
  if (share > 0 && percent < 0.1) return "< 0.1 %";
  if (share < 1 && percent > 99.9) return "> 99.9 %";
  return `${Number(percent.toFixed(1))} %`;
}

/** `15m`, `1h`, `7d`: a width of buckets. */
export function formatWidth(seconds: number): string {
  return formatDuration(seconds);
}

/** Wall-clock seconds as `2026-11-23 10:15`, or as a day where days are meant. */
export function formatWall(wallSeconds: number, bucketSeconds = 60): string {
  const text = new Date(Math.round(wallSeconds * 1000)).toISOString();
  return bucketSeconds >= 86_400 ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
}

/** Unix time on the clocks of the zone, as `2026-11-23 10:15`; what no calendar has is shown as the number. */
export function formatMoment(unixSeconds: number, zone: Zone): string {
  // A day less, for the offset of the zone.
  if (Math.abs(unixSeconds) > maxSeconds - 86_400) return String(unixSeconds);
  return formatWall(zone === "utc" ? unixSeconds : unixSeconds - 60 * new Date(unixSeconds * 1000).getTimezoneOffset());
}
