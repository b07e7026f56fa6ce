import { restGroup } from "../aggregate/group-slots.js";
import type { CostAggregate, CostBreakdown, CostTally } from "../cost/cost-aggregate.js";

/** Values of a dimension that are listed one by one. */
const maxListed = 50;

/** What some events cost. */
export interface CostFigures {
  /** Events that say how long they took, and those of them without a price. */
  readonly events: number;
  readonly unpricedEvents: number;
  /** How long they took together, and those of them without a price. */
  readonly seconds: number;
  readonly unpricedSeconds: number;
  /** Of those that have a price; `undefined` where none has. */
  readonly cost: number | undefined;
}

/** What the events of a report cost. */
export interface CostReport extends CostFigures {
  readonly currency: string;
  readonly event: string;
  /** The measure that says how long an event took. */
  readonly field: string;
  /** What prices depend on: a dimension, or `host`. */
  readonly by: string;
  /** Events that do not say how long they took: they are in no other figure. */
  readonly withoutDuration: number;
  /** Events that look wrong: they are in no other figure. */
  readonly leftOut: number;
  /** Prices for which there is no event. */
  readonly unusedPrices: readonly string[];
  /** Values of `by` without a price, of the most hours first. */
  readonly unpriced: CostGroups;
  /** By each dimension, and by host: `by` first. */
  readonly breakdowns: readonly (CostGroups & { readonly field: string })[];
}

/** Values of a dimension. */
export interface CostGroups {
  /** The costliest first, those without a price after them. `undefined` for events without the dimension. */
  readonly groups: readonly (CostFigures & { readonly value: string | undefined })[];
  /** All further values together: how many they are; at least so many, when `isBounded`. */
  readonly rest: CostFigures & { readonly values: number; readonly isBounded: boolean };
}

/** The figures of what was added up. */
export function costReport(cost: CostAggregate): CostReport {
  const { prices, all, breakdowns, withoutDuration, leftOut, unusedPrices } = cost;
  const unpriced = [...breakdowns[0].tallies].filter(([, tally]) => tally.unpricedEvents > 0);
  return {
    currency: prices.currency,
    event: prices.plan.eventName,
    field: prices.field.path,
    by: prices.by.name,
    ...figuresOf([all]),
    withoutDuration,
    leftOut,
    unusedPrices,
    unpriced: groupsOf({ ...breakdowns[0], tallies: new Map(unpriced) }),
    breakdowns: breakdowns.map((each) => ({ field: each.field.name, ...groupsOf(each) })),
  };
}

function groupsOf({ grouping, tallies }: CostBreakdown): CostGroups {
  const named = [...tallies]
    .filter(([code]) => code !== restGroup)
    .map(([code, tally]) => ({ value: grouping.valuesOf(code)[0], tally, figures: figuresOf([tally]) }))
    .toSorted(
      (left, right) =>
        (right.figures.cost ?? -1) - (left.figures.cost ?? -1) ||
        right.figures.seconds - left.figures.seconds ||
        ((left.value ?? "") < (right.value ?? "") ? -1 : 1),
    );
  const others = named.slice(maxListed);
  const bounded = tallies.get(restGroup);
  return {
    groups: named.slice(0, maxListed).map(({ value, figures }) => ({ value, ...figures })),
    rest: {
      values: others.length + (bounded === undefined ? 0 : 1),
      isBounded: bounded !== undefined,
      ...figuresOf([...others.map(({ tally }) => tally), ...(bounded === undefined ? [] : [bounded])]),
    },
  };
}

function figuresOf(tallies: readonly CostTally[]): CostFigures {
  const sum = (of: (tally: CostTally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
  const events = sum((tally) => tally.events);
  const unpricedEvents = sum((tally) => tally.unpricedEvents);
  return {
    events,
    unpricedEvents,
    seconds: sum(({ seconds }) => seconds.value),
    unpricedSeconds: sum(({ unpricedSeconds }) => unpricedSeconds.value),
    cost: events === unpricedEvents ? undefined : sum(({ cost }) => cost.value),
  };
}
