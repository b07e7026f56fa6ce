import type { GaugeAggregate } from "../aggregate/gauge-aggregate.js";
import { maxGroups, restGroup } from "../aggregate/group-slots.js";
import type { SeriesTable } from "../aggregate/series-table.js";
import { type Frame, groupName } from "./frame.js";
import { type Held, heldOver } from "./held-gauge.js";
import { meanInterval } from "./mean-interval.js";
import type { GaugeReport } from "./report.js";

type Extent = { readonly last: number | undefined; readonly min: number | undefined; readonly max: number | undefined };
type Row = GaugeReport["groups"][number];

/**
 * A count over time. It is counted in several places at different moments: on each host, of each flavor. Each of these series keeps its last
 * value for a while, and what there is at a moment is their sum.
 */
export function gaugeReport({ field, cells }: GaugeAggregate, table: SeriesTable, frame: Frame): GaugeReport {
  const usual = meanInterval(table.apart);
  const series = cells.flatMap((buckets, number) => {
    const about = table.series[number];
    if (buckets === undefined || about === undefined) return [];
    const interval = meanInterval([about]) ?? usual;
    const min = Math.min(...[...buckets.values()].map((gauge) => gauge.min));
    const max = Math.max(...[...buckets.values()].map((gauge) => gauge.max));
    return [{ group: about.group, min, max, held: heldOver(buckets, interval, frame) }];
  });
  const byGroup = new Map<number, (typeof series)[number][]>();
  for (const each of series) {
    const group = byGroup.has(each.group) || byGroup.size < maxGroups ? each.group : restGroup;
    byGroup.set(group, [...(byGroup.get(group) ?? []), each]);
  }
  const groups = [...byGroup].map(([code, members]): Row => {
    const value = groupName(code, frame);
    const sum = extentOf(members.map(({ held }) => held));
    const [only, ...others] = members;
    // What is counted in one place has values that were logged, and not only those at the ends of buckets.
    const { min, max } = only !== undefined && others.length === 0 ? only : sum;
    return {
      value,
      last: sum.last ?? lastOf(members.map(({ held }) => held)),
      min: min ?? Number.NaN,
      max: max ?? Number.NaN,
    };
  });
  const held = series.map((each) => each.held);
  return {
    field: field.path,
    unit: field.unit,
    partOf: field.partOf,
    description: field.description,
    groups: groups.toSorted((left, right) => ((left.value ?? "") < (right.value ?? "") ? -1 : 1)),
    sum: extentOf(held),
    timeline: frame.buckets.map((_, index) => meanOf(held.flatMap((each) => each[index] ?? []))),
  };
}

/** The sum of the latest values, of the last bucket in which anything is known: for a group that is silent at the end. */
function lastOf(held: readonly (readonly (Held | undefined)[])[]): number {
  const length = held[0]?.length ?? 0;
  for (let index = length - 1; index >= 0; index--) {
    const known = held.flatMap((each) => each[index]?.value ?? []);
    if (known.length > 0) return known.reduce((sum, value) => sum + value, 0);
  }
  return Number.NaN;
}

/** The sum at the end of the last bucket, and its least and most at the end of one. */
function extentOf(held: readonly (readonly (Held | undefined)[])[]): Extent {
  const ends = endsOf(held);
  const known = ends.filter((end) => end !== undefined);
  const [min, max] = known.length === 0 ? [undefined, undefined] : [Math.min(...known), Math.max(...known)];
  return { last: ends.at(-1), min, max };
}

/** The sum at the end of each bucket, of what is known then. */
function endsOf(held: readonly (readonly (Held | undefined)[])[]): readonly (number | undefined)[] {
  const [first] = held;
  return (first ?? []).map((_, index) => {
    const known = held.flatMap((each) => each[index]?.end ?? []);
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
  });
}

/** The mean of the sum, over the time of a bucket in which anything is known. */
function meanOf(held: readonly Held[]): number | undefined {
  if (held.length === 0) return undefined;
  const seconds = unionOf(held);
  // A single moment has no length.
  if (seconds === 0) return held.reduce((sum, { value }) => sum + value, 0);
  return held.reduce((sum, { mean, from, to }) => sum + (mean * (to - from)) / seconds, 0);
}

/** How many seconds are within one of several ranges, or more. */
function unionOf(ranges: readonly Held[]): number {
  let [seconds, end] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of ranges.toSorted((left, right) => left.from - right.from)) {
    seconds += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return seconds;
}
