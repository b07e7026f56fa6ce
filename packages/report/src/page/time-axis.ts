import type * as Plot from "@observablehq/plot";
import type { Report } from "../model/report.js";

/** A bucket as dates, which charts take for times of UTC; the buckets are on the wall clock already. */
export function spansOf({ buckets, bucketSeconds }: Report): readonly { readonly start: Date; readonly end: Date }[] {
  return buckets.map((start) => ({ start: new Date(start * 1000), end: new Date((start + bucketSeconds) * 1000) }));
}

/** @param ticks about how many labels fit. */
export function timeScale(report: Report, ticks: number): Plot.ScaleOptions {
  const spans = spansOf(report);
  return {
    type: "utc",
    domain: [spans[0]?.start ?? new Date(0), spans.at(-1)?.end ?? new Date(0)],
    label: null,
    ticks,
    // Plot passes all ticks as the third argument, as it does to each channel function; its types leave that out.
    tickFormat: timeLabel as (date: Date, index: number) => string,
  };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `12:30`, and below it `Nov 23` where a day begins; or days, and below them months; or months, and below them years. */
function timeLabel(date: Date, index: number, ticks: readonly Date[]): string {
  const before = ticks[index - 1];
  const isFirst = before === undefined;
  const year = String(date.getUTCFullYear());
  const month = months[date.getUTCMonth()] ?? "";
  const day = String(date.getUTCDate());
  const isNewYear = isFirst || before.getUTCFullYear() !== date.getUTCFullYear();
  const isNewMonth = isNewYear || before.getUTCMonth() !== date.getUTCMonth();
  if (ticks.some((each) => each.getTime() % dayMs !== 0)) {
    const isNewDay = isNewMonth || before.getUTCDate() !== date.getUTCDate();
    return `${date.toISOString().slice(11, 16)}${isNewDay ? `\n${month} ${day}` : ""}`;
  }
  if (ticks.some((each) => each.getUTCDate() !== 1)) {
    return `${day}${isNewMonth ? `\n${month}${isNewYear && !isFirst ? ` ${year}` : ""}` : ""}`;
  }
  if (ticks.some((each) => each.getUTCMonth() !== 0)) return `${month}${isNewYear ? `\n${year}` : ""}`;
  return year;
}

const dayMs = 86_400_000;
