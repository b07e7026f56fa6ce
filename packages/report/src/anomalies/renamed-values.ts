import type { AnomalyFacts } from "../model/anomaly.js";
import { added, cell, type Step } from "../signals/cell-layout.js";
import type { EventSignals } from "../signals/event-signals.js";
import type { ValueSpan } from "../signals/value-spans.js";
import { type DetectorContext, groupedBy, hostNames } from "./context.js";

/** Rarer values come and go. */
const minCount = 20;
/** So many events of a value are missing after its last one, and before the first one of the other. */
const minMissing = 12;
/** So many events of a value may lie between the last of it and the first of the other. */
const maxBetween = 6;
/** A value takes about as large a share as the one it replaces. */
const maxRatio = 2.5;

interface Renaming {
  readonly before: number;
  readonly after: number;
  readonly last: ValueSpan;
  readonly first: ValueSpan;
}

/** Values of a dimension that are seen no more on a host, where others appear at the same time and take their share. */
export function renamedValues(context: DetectorContext): readonly AnomalyFacts[] {
  const found = context.events.flatMap((event) =>
    [...event.spans].flatMap(([field, byOrigin]) =>
      [...byOrigin].flatMap(([origin, spans]) =>
        renamingsOf([...spans.entries()], exposureOf(event, origin, context)).map((renaming) => ({
          ...renaming,
          origin,
          event,
          field: field.path,
        })),
      ),
    ),
  );
  return [...groupedBy(found, ({ field, before, after }) => JSON.stringify([field, before, after])).values()].map(
    (group) => {
      const [{ field, before, after }] = group as [(typeof found)[number]];
      const [lasts, firsts] = [group.map(({ last }) => last.last), group.map(({ first }) => first.first)];
      return {
        kind: "value-renamed",
        events: [...new Set(group.map(({ event }) => event.plan.eventName))],
        field,
        before: context.textOf(before) ?? "",
        after: context.textOf(after) ?? "",
        from: Math.min(...lasts, ...firsts),
        to: Math.max(...lasts, ...firsts),
        hosts: hostNames(
          group.map(({ origin }) => origin),
          context,
        ),
        count: group.reduce((sum, { first }) => sum + first.count, 0),
        examples: group.slice(0, 5).map(({ first }) => context.exampleOf(first.example)),
      };
    },
  );
}

function renamingsOf(spans: readonly (readonly [code: number, span: ValueSpan])[], exposure: Exposure): Renaming[] {
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
    return best === undefined ? [] : [{ before, after: best.after, last, first: best.first }];
  });
}

/** How many events of a name there were on a host. */
interface Exposure {
  readonly between: (from: number, to: number) => number;
}

function exposureOf(event: EventSignals, origin: number, { stepSeconds }: DetectorContext): Exposure {
  const own = [...event.series.values()].filter((each) => each.origin === origin);
  const steps: readonly Step[] = added(own);
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
