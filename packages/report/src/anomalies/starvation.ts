import type { PlannedField } from "../columns/event-plan.js";
import type { AnomalyFacts } from "../model/anomaly.js";
import { cell, firstLine, type Step, stepsOf } from "../signals/cell-layout.js";
import type { EventSignals } from "../signals/event-signals.js";
import { columnOf, type DetectorContext, hostNames } from "./context.js";
import { median } from "./rhythm.js";

/** Steps, which are hours as a rule, in which nothing is left. */
const minSteps = 2;
/** Waits are this many times as long as usual, and longer by this many seconds. */
const minFactor = 5;
const minLonger = 30;
const minWaits = 5;
/** What is at 0 most of the time is not a reserve. */
const maxZeroShare = 0.8;
/** A few that come free in between do not end it. */
const maxInterruption = 6;
/** Fewer begin in quiet times, in which other waits are long: a runner waits for a job, and no job for a runner. */
const minBusiness = 0.5;

/** Times in which nothing is left of a count that is part of another one, while waits of what begins are much longer than usual. */
export function starvation(context: DetectorContext): readonly AnomalyFacts[] {
  return context.events.flatMap((gauges) =>
    fieldsOf(gauges, "zeros").flatMap((gauge) =>
      context.events.flatMap((begun) =>
        fieldsOf(begun, "waits").flatMap((wait) => starvedBy(gauges, gauge, { begun, wait }, context)),
      ),
    ),
  );
}

function fieldsOf({ columns }: EventSignals, kind: string): readonly PlannedField[] {
  return columns.flatMap((column) => (column.kind === kind ? [column.field] : []));
}

function starvedBy(
  gauges: EventSignals,
  gauge: PlannedField,
  { begun, wait }: { readonly begun: EventSignals; readonly wait: PlannedField },
  context: DetectorContext,
): readonly AnomalyFacts[] {
  const [samples, zeros] = [columnOf(gauges, "samples", gauge.path), columnOf(gauges, "zeros", gauge.path)];
  const [waits, logarithms] = [columnOf(begun, "waits", wait.path), columnOf(begun, "logarithms", wait.path)];
  const isEmpty = ({ columns }: Step): boolean => columns[zeros] === columns[samples];
  return [...gauges.series].flatMap(([key, series]): AnomalyFacts[] => {
    const { origin, group } = series;
    const own = begun.series.get(key);
    if (own === undefined) return [];
    const steps = stepsOf(series).filter(({ columns }) => (columns[samples] as number) > 0);
    const empty = steps.filter(isEmpty);
    if (empty.length === 0 || empty.length > maxZeroShare * steps.length) return [];
    const waited = new Map(stepsOf(own).map((step) => [step.step, step]));
    const others = new Set(empty.map(({ step }) => step));
    const usual = median(
      [...waited].flatMap(([step, { columns }]) =>
        others.has(step) || columns[waits] === 0 ? [] : [(columns[logarithms] as number) / (columns[waits] as number)],
      ),
    );
    const all = [...waited.values()].reduce((sum, { columns }) => sum + (columns[cell.count] as number), 0);
    const perStep = all / Math.max(1, steps.length);
    return runsOf(steps, isEmpty).flatMap((run): AnomalyFacts[] => {
      const during = run.flatMap(({ step }) => waited.get(step) ?? []);
      const count = during.reduce((sum, { columns }) => sum + (columns[waits] as number), 0);
      const mean = during.reduce((sum, { columns }) => sum + (columns[logarithms] as number), 0) / count;
      const [seconds, usually] = [Math.expm1(mean), Math.expm1(usual)];
      const beginning = during.reduce((sum, { columns }) => sum + (columns[cell.count] as number), 0);
      if (run.length < minSteps || count < minWaits || beginning < minBusiness * perStep * run.length) return [];
      if (!(seconds >= minFactor * usually + minLonger)) return [];
      return [
        {
          kind: "starvation",
          event: begun.plan.eventName,
          field: wait.path,
          gauge: gauge.path,
          value: context.textOf(group),
          usual: usually,
          waited: seconds,
          from: run[0]?.columns[cell.first] as number,
          to: run.at(-1)?.columns[cell.last] as number,
          hosts: hostNames([origin], context),
          count,
          examples: during.slice(-3).map((step) => context.exampleOf(firstLine(step))),
        },
      ];
    });
  });
}

/** Steps for which something holds, one after the other or nearly so. */
function runsOf(steps: readonly Step[], holds: (step: Step) => boolean): readonly (readonly Step[])[] {
  const runs: Step[][] = [];
  for (const step of steps) {
    if (!holds(step)) continue;
    const run = runs.at(-1);
    if (run === undefined || step.step - (run.at(-1) as Step).step > maxInterruption) runs.push([step]);
    else run.push(step);
  }
  return runs;
}
