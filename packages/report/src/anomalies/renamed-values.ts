import type { PlannedField } from "../columns/event-plan.js";
import type { AnomalyFacts } from "../model/anomaly.js";
import { cell, type EventSignals } from "../signals/event-signals.js";
import type { ValueSpan } from "../signals/value-spans.js";
import { added, type DetectorContext, groupedBy, hostNames, type Step } from "./context.js";

/** Rarer values come and go. */
const minCount = 20;
/** So many events of a value are missing after its last one, and before the first one of the other. */
const minMissing = 12;
/** So many events of a value may lie between the last of it and the first of the other. */
const maxBetween = 6;
/** A value takes about as large a share as the one it replaces. */
const maxRatio = 2.5;

interface Renaming {
  readonly origin: number;
  readonly before: number;
  readonly after: number;
  readonly last: ValueSpan;
  readonly first: ValueSpan;
}

/** Values of a dimension that are seen no more on a host, where others appear at the same time and take their share. */
export function renamedValues(context: DetectorContext): readonly AnomalyFacts[] {
  return context.events.flatMap((event) =>
    [...event.spans].flatMap(([field, byOrigin]) => {
      const found = [...byOrigin].flatMap(([origin, spans]) =>
        renamingsOf(origin, [...spans.entries()], exposureOf(event, origin, context)),
      );
      return [...groupedBy(found, ({ before, after }) => `${before},${after}`).values()].map((group) =>
        factsOf(event, field, group, context),
      );
    }),
  );
}

function factsOf(
  { plan }: EventSignals,
  field: PlannedField,
  group: readonly Renaming[],
  context: DetectorContext,
): AnomalyFacts {
  const [one] = group as [Renaming, ...Renaming[]];
  return {
    kind: "value-renamed",
    event: plan.eventName,
    field: field.path,
    before: context.textOf(one.before) ?? "",
    after: context.textOf(one.after) ?? "",
    from: Math.min(...group.map(({ last, first }) => Math.min(last.last, first.first))),
    to: Math.max(...group.map(({ last, first }) => Math.max(last.last, first.first))),
    hosts: hostNames(
      group.map(({ origin }) => origin),
      context,
    ),
    count: group.reduce((sum, { first }) => sum + first.count, 0),
    examples: group.slice(0, 5).map(({ first }) => context.exampleAt(first.place)),
  };
}

function renamingsOf(
  origin: number,
  spans: readonly (readonly [code: number, span: ValueSpan])[],
  exposure: Exposure,
): Renaming[] {
  const usual = spans.filter(([, { count }]) => count >= minCount);
  const shareOf = ({ count, first, last }: ValueSpan): number => count / Math.max(count, exposure.between(first, last));
  const ended = usual.filter(([, span]) => shareOf(span) * exposure.between(span.last, Infinity) >= minMissing);
  const begun = usual.filter(([, span]) => shareOf(span) * exposure.between(-Infinity, span.first) >= minMissing);
  return ended.flatMap(([before, last]) => {
    const candidates = begun.flatMap(([after, first]) => {
      const [one, other] = [shareOf(last), shareOf(first)];
      const between = exposure.between(Math.min(last.last, first.first), Math.max(last.last, first.first));
      const distance = between * Math.max(one, other);
      const isAlike = Math.max(one, other) <= maxRatio * Math.min(one, other);
      return before !== after && isAlike && distance <= maxBetween ? [{ after, first, distance }] : [];
    });
    const [best] = candidates.toSorted((left, right) => left.distance - right.distance);
    return best === undefined ? [] : [{ origin, before, after: best.after, last, first: best.first }];
  });
}

/** How many events of a name there were on a host. */
interface Exposure {
  readonly between: (from: number, to: number) => number;
}

function exposureOf(event: EventSignals, origin: number, { stepSeconds }: DetectorContext): Exposure {
  const own = [...event.series.values()].filter((each) => each.origin === origin);
  const steps: readonly Step[] = added(own.map(({ table }) => table));
  let sum = 0;
  const sums = steps.map(({ columns }) => (sum += columns[cell.count] as number));
  /** Events before a time, as if they were spread evenly over their step. */
  const before = (time: number): number => {
    const position = time / stepSeconds;
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((steps[middle] as Step).step < position) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return 0;
    const inStep = Math.min(1, position - (steps[low - 1] as Step).step);
    const until = sums[low - 1] as number;
    return until - (1 - inStep) * ((steps[low - 1] as Step).columns[cell.count] as number);
  };
  return { between: (from, to) => Math.max(0, before(to) - before(from)) };
}
