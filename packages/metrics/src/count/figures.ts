import type { EventSeries } from "../plan/series-plan.js";

/** The numbers of one combination of labels, all of which only grow. */
export class Figures {
  events = 0;
  /** Of each measure: how many values are at or below each limit and above the one before, and how many are above all. Empty without limits. */
  readonly buckets: Float64Array[];
  readonly sums: Float64Array;
  /** Of each count. */
  readonly countSums: Float64Array;
  readonly gauges: (GaugeFigure | undefined)[];

  /** @param limits of each measure, which may not be known yet. */
  constructor({ measures, counts }: EventSeries, limits: readonly (readonly number[] | undefined)[]) {
    this.buckets = measures.map((_, index) => new Float64Array((limits[index]?.length ?? -1) + 1));
    this.sums = new Float64Array(measures.length);
    this.countSums = new Float64Array(counts.length);
    this.gauges = counts.map(() => undefined);
  }

  /** Adds those of another with the same labels, or that become so. */
  add(other: Figures): void {
    this.events += other.events;
    other.buckets.forEach((buckets, measure) => {
      buckets.forEach((count, index) => addTo(this.buckets[measure] as Float64Array, index, count));
    });
    other.sums.forEach((sum, index) => addTo(this.sums, index, sum));
    other.countSums.forEach((sum, index) => addTo(this.countSums, index, sum));
    other.gauges.forEach((gauge, index) => {
      if (gauge !== undefined) this.gauges[index] = later(this.gauges[index], gauge);
    });
  }
}

function addTo(numbers: Float64Array, index: number, value: number): void {
  numbers[index] = (numbers[index] ?? 0) + value;
}

/** The last value of a count. */
export interface GaugeFigure {
  readonly value: number;
  /** Unix time in seconds. */
  readonly time: number;
  /** Time of the first value, and how many there were: they say how long one holds. */
  readonly firstTime: number;
  readonly values: number;
}

/** A gauge after a value of another time: the later one counts, whatever the order of lines. */
export function later(known: GaugeFigure | undefined, next: GaugeFigure): GaugeFigure {
  if (known === undefined) return next;
  const last = next.time >= known.time ? next : known;
  return {
    value: last.value,
    time: last.time,
    firstTime: Math.min(known.firstTime, next.firstTime),
    values: known.values + next.values,
  };
}

/** A gauge keeps its value for this many of its intervals, as in reports: then nobody knows it any more. */
const patience = 2.5;
/** How long the only value holds, and the least time that any does, in seconds. */
const shortestHold = 3600;

/** The value of a gauge at a time, if it still holds then. */
export function heldAt(gauge: GaugeFigure | undefined, time: number): number | undefined {
  if (gauge === undefined) return undefined;
  const interval = gauge.values < 2 ? 0 : (gauge.time - gauge.firstTime) / (gauge.values - 1);
  return time <= gauge.time + Math.max(shortestHold, patience * interval) ? gauge.value : undefined;
}

/** The place of a value among ascending limits: the first one that it is not above. */
export function bucketOf(value: number, limits: readonly number[]): number {
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (limits[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
