import { type DimensionAggregate, maxDistinct } from "../aggregate/dimension-aggregate.js";
import type { Frame } from "./frame.js";
import type { DimensionReport } from "./report.js";

/** Values to list; the others are summed up. */
const listedValues = 50;

export function dimensionReport({ field, total, buckets }: DimensionAggregate, frame: Frame): DimensionReport {
  const name = (code: number): string => frame.textOf(code) ?? "";
  const sorted = [...total.counts].toSorted(
    ([left, leftCount], [right, rightCount]) => rightCount - leftCount || (name(left) < name(right) ? -1 : 1),
  );
  const shown = sorted.slice(0, listedValues);
  const inBuckets = frame.buckets.map((bucket) => buckets.get(bucket));
  const values = shown.map(([code, count]) => ({
    value: name(code),
    count,
    timeline: inBuckets.map((counts) => counts?.counts.get(code) ?? 0),
  }));
  return {
    field: field.path,
    description: field.description,
    count: total.total,
    distinct: total.counts.size,
    isBounded: total.counts.size >= maxDistinct,
    values,
    rest: {
      count: total.total - shown.reduce((sum, [, count]) => sum + count, 0),
      timeline: inBuckets.map(
        (counts, index) =>
          (counts?.total ?? 0) - values.reduce((sum, { timeline }) => sum + (timeline[index] as number), 0),
      ),
    },
  };
}
