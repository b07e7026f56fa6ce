import type { SuspectValues } from "../aggregate/suspect-values.js";
import type { PlannedField } from "../columns/event-plan.js";
import type { AnomalyFacts } from "../model/anomaly.js";
import type { Gathered } from "../report-gatherer.js";
import { type DetectorContext, hostNames } from "./context.js";

/** Times and numbers that look wrong by themselves: what `suspect.ts` of the runtime says of single events. */
export function suspects(
  { aggregates, future, unsetClock, farPast }: Gathered,
  context: DetectorContext,
): readonly AnomalyFacts[] {
  return [
    ...(future.count === 0 ? [] : [{ kind: "future", ...found(future, context) } as const]),
    ...(unsetClock.count === 0 ? [] : [{ kind: "unset-clock", ...found(unsetClock, context) } as const]),
    ...(farPast.count === 0 ? [] : [{ kind: "far-past", ...found(farPast, context) } as const]),
    ...aggregates.flatMap(({ plan, measures, gauges }) =>
      [...measures, ...gauges].flatMap(({ field, suspects: { unixTimes, impossible } }): AnomalyFacts[] => {
        const about = { event: plan.eventName, field: field.path };
        const { expectedMaximum: limit = Number.NaN, unit } = field;
        return [
          ...(unixTimes.count === 0
            ? []
            : [{ kind: "unix-time", ...about, ...found(unixTimes, context, field) } as const]),
          ...(impossible.count === 0
            ? []
            : [{ kind: "impossible", ...about, limit, unit, ...found(impossible, context, field) } as const]),
        ];
      }),
    ),
  ];
}

function found(
  { count, first, last, origins, values }: SuspectValues,
  context: DetectorContext,
  field?: PlannedField,
): Pick<AnomalyFacts, "count" | "from" | "to" | "hosts" | "examples"> {
  return {
    count,
    from: first,
    to: last,
    hosts: hostNames(origins, context),
    examples: values.map(({ value, example }) =>
      context.exampleOf(example, field === undefined ? undefined : `${field.path}=${value}`),
    ),
  };
}
