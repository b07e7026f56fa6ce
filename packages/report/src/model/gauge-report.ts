import type { EventAggregate } from "../aggregate/event-aggregate.js";
import { type Gauge, type GaugeAggregate, mergeGauge } from "../aggregate/gauge-aggregate.js";
import { type Frame, groupName } from "./frame.js";
import { meanInterval } from "./mean-interval.js";
import type { GaugeReport } from "./report.js";

/** A gauge is believed for so many of the usual intervals after it was told. */
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

/** What is known of a gauge in a bucket. */
interface Held {
  readonly last: number;
  readonly mean: number;
}

/** The gauge in each bucket. One without a value has the last of the bucket before, for a while: a hole is no zero. */
function held(
  buckets: { get(index: number): Gauge | undefined },
  holdSeconds: number,
  frame: Frame,
): readonly (Held | undefined)[] {
  let told: Gauge | undefined;
  return frame.buckets.map((bucket) => {
    const gauge = buckets.get(bucket);
    if (gauge !== undefined) {
      told = gauge;
      return { last: gauge.last, mean: gauge.sum / gauge.count };
    }
    if (told === undefined || frame.startOf(bucket) - told.lastTime > holdSeconds) return undefined;
    return { last: told.last, mean: told.last };
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
