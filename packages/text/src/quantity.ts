import { formatDuration } from "./duration.js";
import { printable } from "./printable.js";

/** `1 line`, `2 lines`, `1,234,567 lines`. */
export function count(quantity: number, singular: string, plural = `${singular}s`): string {
  return `${quantity.toLocaleString("en-US")} ${quantity === 1 ? singular : plural}`;
}

/** A number of bytes: `512 B`, `1.5 MB`, in powers of 1,000. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"] as const;
  // From 999.5 of a unit on, it would be rounded to 1,000 of them.
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes / 0.9995) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/**
 * A number with its UCUM unit: `3m 20s`, `1.5 MB`, `12 Cel`.
 *
 * @param digits writes the number itself, where the unit has no form of its own. Default: all its digits.
 */
export function formatQuantity(
  value: number,
  unit: string | undefined,
  digits: (value: number) => string = String,
): string {
  if (unit === "s") return formatDuration(value);
  if (unit === "By" && value >= 0) return formatBytes(value);
  const name = unitName(unit);
  return name === undefined || unit?.startsWith("{") ? digits(value) : `${digits(value)} ${name}`;
}

/** What a number is measured in, for titles: `s`, `runners`. In UCUM, braces are a remark and 1 is not a unit. */
export function unitName(unit: string | undefined): string | undefined {
  if (unit === undefined || unit === "1") return undefined;
  return printable(unit.startsWith("{") ? unit.slice(1, -1) : unit);
}
