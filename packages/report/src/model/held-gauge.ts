import type { Gauge } from "../aggregate/gauge-aggregate.js";
import type { Frame } from "./frame.js";

/** A gauge keeps its value for this many of its intervals: then it is silent. */
const patience = 2.5;

/** What is known of a gauge in a bucket. */
export interface Held {
  /** From when to when it is known, in Unix time. */
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  /** The latest value. */
  readonly value: number;
  /** The same, if it is known to the end of the bucket. */
  readonly end: number | undefined;
}

/**
 * A gauge in each bucket. It keeps its value for a while, since a bucket without one does not mean zero. The first value also stands for
 * the interval before it: places that are counted at different moments begin together.
 *
 * @param interval seconds between two values; `undefined` where there is no second one.
 */
export function heldOver(
  buckets: { get(index: number): Gauge | undefined },
  interval: number | undefined,
  frame: Frame,
): readonly (Held | undefined)[] {
  const hold = patience * (interval ?? 0);
  const next = frame.buckets.map((bucket) => buckets.get(bucket)).find((gauge) => gauge !== undefined);
  let last: Gauge | undefined;
  return frame.buckets.map((bucket): Held | undefined => {
    const start = Math.max(frame.startOf(bucket), frame.first);
    const end = Math.max(start, Math.min(frame.startOf(bucket + 1), frame.last));
    const gauge = buckets.get(bucket);
    if (gauge !== undefined) {
      const isGoingOn = last !== undefined && gauge.firstTime - last.lastTime <= hold;
      const from = isGoingOn ? start : Math.max(start, gauge.firstTime - (interval ?? 0));
      last = gauge;
      return held(from, end, gauge.sum / gauge.count, gauge, interval === undefined ? end : gauge.lastTime + hold);
    }
    if (last !== undefined)
      return start > last.lastTime + hold ? undefined : held(start, end, last.last, last, last.lastTime + hold);
    const from = (next?.firstTime ?? Number.POSITIVE_INFINITY) - (interval ?? 0);
    if (next === undefined || from >= end) return undefined;
    return { from: Math.max(start, from), to: end, mean: next.first, value: next.first, end: next.first };
  });
}

function held(from: number, end: number, mean: number, { last }: Gauge, until: number): Held {
  return { from, to: Math.min(end, until), mean, value: last, end: until < end ? undefined : last };
}
