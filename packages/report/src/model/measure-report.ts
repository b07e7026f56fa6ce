import { rangesOf, summaryOf } from "../aggregate/distribution.js";
import type { MeasureAggregate } from "../aggregate/measure-aggregate.js";
import { hoursOfWeek } from "../aggregate/measure-store.js";
import { type Frame, groupName } from "./frame.js";
import type { MeasureGroup, MeasureReport } from "./report.js";

/** Limits that people ask for, by unit. */
const limits: Readonly<Record<string, readonly number[]>> = {
  s: [1, 10, 60, 600, 3600],
};

export function measureReport(measure: MeasureAggregate, present: number, frame: Frame): MeasureReport {
  const { field, store, largest } = measure;
  const total = store.total();
  const byBucket = store.byBucket();
  const byHour = store.byHour();
  const summary = summaryOf(total);
  return {
    field: field.path,
    unit: field.unit,
    description: field.description,
    present,
    isExact: total.isExact,
    total: summary,
    ranges: rangesOf(total),
    groups: groupsOf(measure, frame),
    timeline: frame.buckets.map((bucket) => summaryOf(byBucket.get(bucket))),
    hours: Array.from({ length: hoursOfWeek }, (_, hour) => summaryOf(byHour.get(hour))),
    below:
      summary === undefined
        ? []
        : (limits[field.unit ?? ""] ?? []).map((limit) => ({ limit, share: total.shareBelow(limit) })),
    largest: largest.values.map(({ value, example }) => ({ value, ...frame.exampleOf(example) })),
  };
}

/** Those of most events first. */
function groupsOf(measure: MeasureAggregate, frame: Frame): readonly MeasureGroup[] {
  const bySlotAndBucket = measure.store.bySlotAndBucket();
  const groups = measure.byGroup().flatMap(({ code, slot, distribution }) => {
    const summary = summaryOf(distribution);
    if (summary === undefined) return [];
    const byBucket = bySlotAndBucket.get(slot);
    const timeline = frame.buckets.map((bucket) => byBucket?.get(bucket)?.quantile(0.95));
    const maxima = frame.buckets.map((bucket) => byBucket?.get(bucket)?.max);
    return [{ value: groupName(code, frame), summary, ranges: rangesOf(distribution), timeline, maxima }];
  });
  return groups.toSorted(
    (left, right) => right.summary.count - left.summary.count || ((left.value ?? "") < (right.value ?? "") ? -1 : 1),
  );
}
