import type { Report } from "../model/report.js";
import type * as Plot from "../vendor/plot.js";
import { unixTimeOf, type WallClock, wallClockOf } from "../wall-clock.js";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
/** Distances of labels where clocks change. */
const tickSteps = [minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day];

interface Span {
  readonly start: Date;
  readonly end: Date;
}

/**
 * Buckets as dates, which charts take for times of UTC. Wide ones lie where clocks on the wall show; those of up to an hour at equal
 * distances, since an hour may come twice.
 */
export function spansOf(report: Report): readonly Span[] {
  const place = placeOf(report);
  return report.buckets.map((start) => {
    const from = place(start);
    return { start: new Date(from * 1000), end: new Date((from + report.bucketSeconds) * 1000) };
  });
}

/** Seconds from left to right on a chart. */
function placeOf({ buckets: [first = 0], bucketSeconds, zone }: Report): WallClock {
  const wallClock = wallClockOf(zone);
  const offset = wallClock(first) - first;
  return bucketSeconds > hour ? wallClock : (seconds) => seconds + offset;
}

/** @param ticks about how many labels fit. */
export function timeScale(report: Report, ticks: number): Plot.ScaleOptions {
  const spans = spansOf(report);
  const [start, end] = [spans[0]?.start ?? new Date(0), spans.at(-1)?.end ?? new Date(0)];
  const changed = changedTicks(report, ticks);
  return {
    type: "utc",
    domain: [start, end],
    label: null,
    ticks: changed?.map(({ at }) => at) ?? ticks,
    // Plot passes all ticks as the third argument, as it does to each channel function; its types leave that out.
    tickFormat: (changed === undefined
      ? timeLabel
      : (_at: Date, index: number) =>
          timeLabel(
            changed[index]?.shown ?? start,
            index,
            changed.map(({ shown }) => shown),
          )) as (date: Date, index: number) => string,
  };
}

/** Labels at whole times of the clock, where clocks change between small buckets; `undefined` where they do not. */
function changedTicks(
  report: Report,
  ticks: number,
): readonly { readonly at: Date; readonly shown: Date }[] | undefined {
  const wallClock = wallClockOf(report.zone);
  const place = placeOf(report);
  const [first = 0, last = 0] = [report.buckets[0], report.buckets.at(-1)];
  if (report.buckets.every((bucket) => place(bucket) === wallClock(bucket))) return undefined;
  const step = tickSteps.find((each) => (last - first) / each <= ticks) ?? 7 * day;
  const found = [];
  for (let wall = Math.ceil(wallClock(first) / step) * step; wall <= wallClock(last); wall += step) {
    const at = place(unixTimeOf(wall, wallClock));
    found.push({ at: new Date(at * 1000), shown: new Date(wall * 1000) });
  }
  return found;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `12:30`, and below it `Nov 23` where a day begins; or days, and below them months; or months, and below them years. */
function timeLabel(date: Date, index: number, ticks: readonly Date[]): string {
  const before = ticks[index - 1];
  const isFirst = before === undefined;
  const year = String(date.getUTCFullYear());
  const month = months[date.getUTCMonth()] ?? "";
  const dayOfMonth = String(date.getUTCDate());
  const isNewYear = isFirst || before.getUTCFullYear() !== date.getUTCFullYear();
  const isNewMonth = isNewYear || before.getUTCMonth() !== date.getUTCMonth();
  if (ticks.some((each) => each.getTime() % dayMs !== 0)) {
    const isNewDay = isNewMonth || before.getUTCDate() !== date.getUTCDate();
    return `${date.toISOString().slice(11, 16)}${isNewDay ? `\n${month} ${dayOfMonth}` : ""}`;
  }
  if (ticks.some((each) => each.getUTCDate() !== 1)) {
    return `${dayOfMonth}${isNewMonth ? `\n${month}${isNewYear && !isFirst ? ` ${year}` : ""}` : ""}`;
  }
  if (ticks.some((each) => each.getUTCMonth() !== 0)) return `${month}${isNewYear ? `\n${year}` : ""}`;
  return year;
}

const dayMs = 86_400_000;
