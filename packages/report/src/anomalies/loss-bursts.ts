import type { LineExample } from "../aggregate/line-example.js";
import type { LossCell, Losses, LostHalf } from "../aggregate/losses.js";
import type { AnomalyFacts } from "../model/anomaly.js";
import { cell, counted, type Series, type Step } from "../signals/cell-layout.js";
import { type DetectorContext, groupedBy, hostNames } from "./context.js";

/** Fewer than these are no burst. */
const minCount = 4;
/** Steps, which are hours as a rule, that may lie between two of a burst. */
const maxGap = 1;
/** Chance alone makes one in so many reports look like a burst. */
const reports = 1000;
const maxExamples = 3;
const hour = 3600;

interface LostPair {
  readonly begin: string;
  readonly end: string;
}

/** Which event is alone, and how it is shown. */
interface LossesOf {
  readonly event: string;
  readonly pair: LostPair;
  readonly exampleOf: (loss: LostHalf) => LineExample;
  /** The other half of the last events of a host can still come for so many seconds. */
  readonly openFor: number;
}

/** What was lost in a step of time, and how many events of the name there were. */
interface LossStep {
  readonly step: number;
  readonly events: number;
  readonly cells: readonly LossCell[];
  readonly lost: number;
}

/** Times in which one host has many events without their other half: many more than chance leaves of as many events, by the share that is lost elsewhere. */
export function lossBursts(
  losses: Losses,
  { event, pair, exampleOf, openFor }: LossesOf,
  context: DetectorContext,
): readonly AnomalyFacts[] {
  if (losses.count < minCount) return [];
  const series = [...(context.events.find(({ plan }) => plan.eventName === event)?.series.values() ?? [])];
  const byOrigin = groupedBy(series, ({ origin }) => origin);
  const hosts = [...byOrigin].map(([origin, own]) => ({
    origin,
    steps: closedSteps(own, origin, { openFor, context }).map(({ step, columns }): LossStep => {
      const cells = cellsIn(losses.hours.get(origin), step, context.stepSeconds);
      const lost = cells.reduce((sum, { count }) => sum + count, 0);
      return { step, events: columns[cell.count] as number, cells, lost };
    }),
  }));
  const allSteps = hosts.flatMap(({ steps }) => steps);
  const all = allSteps.reduce((sum, { events }) => sum + events, 0);
  return hosts.flatMap(({ origin, steps }) =>
    runsOf(steps.filter(({ lost }) => lost > 0)).flatMap((run): AnomalyFacts[] => {
      const count = run.reduce((sum, { lost }) => sum + lost, 0);
      if (count < minCount) return [];
      const events = run.reduce((sum, step) => sum + step.events, 0);
      // One more is lost elsewhere than was seen, since a share of none says too little.
      const share = Math.min(1, (losses.count - count + 1) / Math.max(1, all - events));
      if (chanceOf(count, share * events) * allSteps.length > 1 / reports) return [];
      const cells = run.flatMap((step) => step.cells).toSorted((left, right) => left.first.time - right.first.time);
      return [
        {
          kind: "loss-burst",
          ...pair,
          event,
          of: events,
          from: cells[0]?.first.time,
          to: Math.max(...cells.map(({ last }) => last)),
          hosts: hostNames([origin], context),
          count,
          examples: cells.slice(0, maxExamples).map(({ first }) => context.exampleOf(exampleOf(first))),
        },
      ];
    }),
  );
}

/** The steps of a host without the last ones, in which nothing can be lost yet. */
function closedSteps(
  own: readonly Series[],
  origin: number,
  { openFor, context }: { readonly openFor: number; readonly context: DetectorContext },
): readonly Step[] {
  const all = context.events.flatMap(({ series }) => [...series.values()].filter((each) => each.origin === origin));
  const end = counted(all).at(-1)?.columns[cell.last] ?? Number.POSITIVE_INFINITY;
  return counted(own).filter(({ columns }) => (columns[cell.first] as number) <= end - openFor);
}

/** The cells of hours that lie in a step. */
function cellsIn(
  hours: ReadonlyMap<number, LossCell> | undefined,
  step: number,
  stepSeconds: number,
): readonly LossCell[] {
  if (hours === undefined) return [];
  const count = stepSeconds / hour;
  return Array.from({ length: count }, (_, index) => hours.get(step * count + index)).filter(
    (each) => each !== undefined,
  );
}

function runsOf(steps: readonly LossStep[]): readonly (readonly LossStep[])[] {
  const runs: LossStep[][] = [];
  for (const step of steps) {
    const run = runs.at(-1);
    if (run === undefined || step.step - (run.at(-1) as LossStep).step > 1 + maxGap) runs.push([step]);
    else run.push(step);
  }
  return runs;
}

/** How likely there are at least so many where so many are expected (Poisson, by the bound of Chernoff). */
function chanceOf(count: number, expected: number): number {
  if (count <= expected) return 1;
  return Math.exp(count - expected - count * Math.log(count / expected));
}
