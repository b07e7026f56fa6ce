import { faultMessage } from "@metric-events/reader";
import type { EventAggregate } from "../aggregate/event-aggregate.js";
import type { MeasureAggregate } from "../aggregate/measure-aggregate.js";
import type { Gathered } from "../report-gatherer.js";
import type { Frame } from "./frame.js";
import type { Anomaly } from "./report.js";

/** A field has vanished when both sides have this many events, and its share dropped by this much. */
const vanishing = { minEvents: 20, minDrop: 0.5 };
/** A duration in milliseconds is this many times too large. */
const thousand = 1000;

/** What looks wrong, the worst first. */
export function anomaliesOf(
  gathered: Gathered,
  frame: Frame,
  farPast: { readonly count: number; readonly before: number } | undefined,
): readonly Anomaly[] {
  const { aggregates } = gathered;
  return [
    ...gathered.unreadLogs.map((source): Anomaly => ({ code: "unread", source })),
    ...badLines(gathered),
    ...(gathered.rounded.count === 0 ? [] : [{ code: "rounded", ...gathered.rounded } as const]),
    ...duplicates(gathered),
    ...pairs(gathered),
    ...future(gathered),
    ...ancient(gathered),
    ...(farPast === undefined ? [] : [{ code: "far-past", ...farPast } as const]),
    ...aggregates.flatMap((aggregate) =>
      aggregate.measures.flatMap((measure) => [
        ...unixTimes(measure, aggregate, gathered),
        ...thousandfold(measure, aggregate, gathered),
      ]),
    ),
    ...aggregates.flatMap((aggregate) => vanished(aggregate, frame, gathered)),
  ];
}

function badLines({ bad, badKinds, badExamples }: Gathered): Anomaly[] {
  if (bad === 0) return [];
  const examples = badExamples.map(({ file, line, faults, eventName }) => ({
    file,
    line,
    column: faults[0]?.column ?? 1,
    message: `${eventName === undefined ? "" : `${eventName}: `}${faults.map(faultMessage).join("; ")}`,
  }));
  return [{ code: "bad-lines", count: bad, kinds: Object.fromEntries(badKinds), examples }];
}

function duplicates({ duplicates: found }: Gathered): Anomaly[] {
  return found === undefined || found.count === 0 ? [] : [{ code: "duplicates", ...found }];
}

function pairs({ pairings, places, plan }: Gathered): Anomaly[] {
  return pairings.flatMap((pairing): Anomaly[] => {
    const { begin, end, begun, ended, lost, unbegun, isGivenUp } = pairing.finish();
    if (isGivenUp) return [{ code: "unpaired", begin, end }];
    return [
      ...(lost.count === 0
        ? []
        : [
            {
              code: "lost",
              begin,
              end,
              hours: plan.lostAfter / 3600,
              count: lost.count,
              of: begun,
              examples: lost.examples.map(({ place }) => places.decode(place)),
            } as const,
          ]),
      ...(unbegun.count === 0
        ? []
        : [
            {
              code: "unbegun",
              begin,
              end,
              count: unbegun.count,
              of: ended,
              examples: unbegun.examples.map(({ place }) => places.decode(place)),
            } as const,
          ]),
    ];
  });
}

function future({ future: { count, values }, places }: Gathered): Anomaly[] {
  const [latest] = values;
  if (latest === undefined) return [];
  return [{ code: "future", count, latest: latest.value, examples: values.map(({ place }) => places.decode(place)) }];
}

function ancient({ ancient: { count, values }, places }: Gathered): Anomaly[] {
  if (count === 0) return [];
  return [{ code: "ancient", count, examples: values.map(({ place }) => places.decode(place)) }];
}

function unixTimes(
  { field, unixTimes: { count, values } }: MeasureAggregate,
  { plan }: EventAggregate,
  { places }: Gathered,
): Anomaly[] {
  const [largest] = values;
  if (largest === undefined) return [];
  const examples = values.map(({ place }) => places.decode(place));
  return [{ code: "unix-times", event: plan.eventName, field: field.path, count, example: largest.value, examples }];
}

/**
 * Some durations are about a thousand times the others, with nearly nothing in between: a second hump, whose middle is a thousand
 * times that of the first.
 */
function thousandfold(measure: MeasureAggregate, { plan }: EventAggregate, { places }: Gathered): Anomaly[] {
  if (measure.field.unit !== "s" || measure.store.count === 0) return [];
  const all = measure.store.total();
  const middle = all.quantile(0.5);
  if (middle <= 0) return [];
  const between = (low: number, high: number): number =>
    Math.round((all.shareBelow(high * middle) - all.shareBelow(low * middle)) * all.count);
  const usualShare = all.shareBelow(100 * middle);
  const count = Math.round((1 - usualShare) * all.count);
  if (count === 0 || between(300, 3000) <= 2 * between(17, 56)) return [];
  const usual = all.quantile(usualShare / 2);
  const ratio = all.quantile((1 + usualShare) / 2) / usual;
  if (ratio < thousand / 2 || ratio > thousand * 2) return [];
  const examples = measure.largest.values.filter(({ value }) => value >= 100 * middle);
  return [
    {
      code: "thousandfold",
      event: plan.eventName,
      field: measure.field.path,
      count,
      of: all.count,
      usual,
      example: examples[0]?.value ?? all.max,
      examples: examples.map(({ place }) => places.decode(place)),
    },
  ];
}

/** Fields that are missing from some time on: the time that separates the two sides best. */
function vanished({ plan, events, presence }: EventAggregate, { buckets }: Frame, { grid }: Gathered): Anomaly[] {
  return [...presence].flatMap(([field, counter]): Anomaly[] => {
    const total = { events: 0, present: 0 };
    const sums = buckets.map((bucket) => {
      total.events += events.get(bucket);
      total.present += counter.get(bucket);
      return { ...total };
    });
    let best: { score: number; before: number; after: number; at: number } | undefined;
    sums.forEach((sum, index) => {
      const [left, right] = [sum.events, total.events - sum.events];
      if (left < vanishing.minEvents || right < vanishing.minEvents) return;
      const before = sum.present / left;
      const after = (total.present - sum.present) / right;
      const score = (before - after) * Math.sqrt((left * right) / total.events);
      if (best === undefined || score > best.score) best = { score, before, after, at: buckets[index + 1] as number };
    });
    if (best === undefined || best.before - best.after < vanishing.minDrop) return [];
    const { before, after, at } = best;
    return [{ code: "vanished", event: plan.eventName, field: field.path, before, after, at: grid.startOf(at) }];
  });
}
