import type { Scan } from "@metric-events/runtime";

const zulu = 0x5a;
const day = 86_400;
/** 1971-01-02 00:00, a day after clocks are taken for set. */
const firstMinute = 197_101_020_000;

/**
 * Tells times that are certainly in the past from those that have to be parsed, by the digits of RFC 3339 alone: parsing the time of each line
 * would take as long as judging it.
 */
export class PastTimes {
  readonly #lastMinute: number;
  readonly #lastMinuteOfAllZones: number;

  /** @param now Unix time in seconds. */
  constructor(now: number) {
    this.#lastMinute = minuteOf(now);
    this.#lastMinuteOfAllZones = minuteOf(now - day);
  }

  /** Whether the text of a field is surely a time between 1971 and now. */
  has({ bytes, starts, ends }: Scan, field: number): boolean {
    const start = starts[field] as number;
    const end = ends[field] as number;
    // 2026-11-23T10:15
    let minute = 0;
    for (let at = start; at < start + 16; at++) {
      const digit = (bytes[at] as number) - 0x30;
      if (digit >= 0 && digit <= 9) minute = minute * 10 + digit;
    }
    const last = bytes[end - 1] === zulu ? this.#lastMinute : this.#lastMinuteOfAllZones;
    return minute >= firstMinute && minute < last;
  }
}

/** `202611231015` for 2026-11-23T10:15Z; 0 for a time that no calendar has, so that all times are parsed. */
function minuteOf(unixSeconds: number): number {
  const date = new Date(unixSeconds * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return 0;
  return Number(date.toISOString().replaceAll(/\D/g, "").slice(0, 12));
}
