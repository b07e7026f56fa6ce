import type { EventAggregate } from "../aggregate/event-aggregate.js";
import { type Gauge, type GaugeAggregate, mergeGauge } from "../aggregate/gauge-aggregate.js";
import { type Frame, groupName } from "./frame.js";
import { meanInterval } from "./mean-interval.js";
import type { GaugeReport } from "./report.js";

/** A gauge keeps its value for this many of the usual intervals. */
const patience = 2.5;

export function gaugeReport(
  { field, cells }: GaugeAggregate,
  spans: EventAggregate["groups"],
  frame: Frame,
): GaugeReport {
  const groups = [...cells].map(([code, buckets]) => {
    const span = spans.get(code);
    const interval = (span === undefined ? undefined : meanInterval([span])) ?? 0;
    return { code, all: [...buckets.values()].reduce(mergedGauge), held: held(buckets, interval * patience, frame) };
  });
  const ends = frame.buckets.map((_, index) => sum(groups.map((group) => group.held[index]?.last)));
  const known = ends.filter((value) => value !== undefined);
  const named = groups.map(({ code, all: { last, min, max } }) => ({ value: groupName(code, frame), last, min, max }));
  return {
    field: field.path,
    unit: field.unit,
    partOf: field.partOf,
    description: field.description,
    groups: named.toSorted((left, right) => ((left.value ?? "") < (right.value ?? "") ? -1 : 1)),
    sum: {
      last: ends.at(-1),
      min: known.length === 0 ? undefined : Math.min(...known),
      max: known.length === 0 ? undefined : Math.max(...known),
    },
    timeline: frame.buckets.map((_, index) => sum(groups.map((group) => group.held[index]?.mean))),
  };
}

/** A gauge in a bucket. */
interface Held {
  readonly last: number;
  readonly mean: number;
}

/** The gauge in each bucket. A bucket without a value keeps the last one for a while: a gap does not mean zero. */
function held(
  buckets: { get(index: number): Gauge | undefined },
  holdSeconds: number,
  frame: Frame,
): readonly (Held | undefined)[] {
  let last: Gauge | undefined;
  return frame.buckets.map((bucket) => {
    const gauge = buckets.get(bucket);
    if (gauge !== undefined) {
      last = gauge;
      return { last: gauge.last, mean: gauge.sum / gauge.count };
    }
    if (last === undefined || frame.startOf(bucket) - last.lastTime > holdSeconds) return undefined;
    return { last: last.last, mean: last.last };
  });
}

function mergedGauge(left: Gauge, right: Gauge): Gauge {
  const merged = { ...left };
  mergeGauge(merged, right);
  return merged;
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}
