import { restGroup } from "../aggregate/group-slots.js";
import type { Counted, CountedCells } from "../objectives/counted-cells.js";
import type { ObjectiveAggregate } from "../objectives/objective-aggregate.js";
import { cellSeconds } from "../objectives/objective-config.js";
import { unixTimeOf, type WallClock } from "../wall-clock.js";
import type { ObjectiveCount, ObjectiveFigures, ObjectiveReport } from "./report.js";

const hour = 3600;
const day = 24 * hour;
const week = 7 * day;
/** Weeks begin on Mondays; Unix time began on a Thursday. */
const firstMonday = 4 * day;

/** The windows of the alerts that the SRE workbook recommends: chapter 5, table 5-2. */
const burnWindows = [hour, 6 * hour, 3 * day] as const;

/** @param last Unix time of the last event of the report. */
export function objectiveReport(
  { objective, all, groups, grouping, first }: ObjectiveAggregate,
  last: number,
  wallClock: WallClock,
): ObjectiveReport {
  const { name, description, watch, goodText, share, windowSeconds } = objective;
  const to = Number.isFinite(last) ? (Math.floor(last / cellSeconds) + 1) * cellSeconds : 0;
  const from = to - windowSeconds;
  const figures = (cells: CountedCells): ObjectiveFigures => figuresOf(cells, { share, windowSeconds, to }, wallClock);
  const named = [...groups].map(([code, cells]) => ({
    values: code === restGroup ? [] : grouping.valuesOf(code),
    ...figures(cells),
  }));
  return {
    name,
    description,
    event: watch.plan.eventName,
    field: watch.number?.field.path,
    good: goodText,
    share,
    windowSeconds,
    ...(Number.isFinite(last) ? { from, to } : { from: undefined, to: undefined }),
    begins: first > from && Number.isFinite(first) ? first : undefined,
    by: watch.by.map((field) => field.name),
    ...figures(all),
    groups: named.toSorted(
      (left, right) => right.count - left.count || (left.values.join("\0") < right.values.join("\0") ? -1 : 1),
    ),
  };
}

interface Goal {
  readonly share: number;
  readonly windowSeconds: number;
  /** Where the windows end. */
  readonly to: number;
}

function figuresOf(cells: CountedCells, { share, windowSeconds, to }: Goal, wallClock: WallClock): ObjectiveFigures {
  const counted = countOf(cells.between(to - windowSeconds, to), share);
  const { count, bad } = counted;
  return {
    ...counted,
    budgetLeft: count === 0 ? undefined : 1 - bad / ((1 - share) * count),
    burnRates: burnWindows.map((seconds) => {
      const recent = cells.between(to - seconds, to);
      return { seconds, rate: recent.count === 0 ? undefined : recent.bad / recent.count / (1 - share) };
    }),
    weeks: weeksOf(cells, wallClock).map(({ start, ...each }) => ({ start, ...countOf(each, share) })),
  };
}

function countOf({ count, bad }: Counted, share: number): ObjectiveCount {
  if (count === 0) return { count, bad, goodShare: undefined, isMet: undefined };
  // A double may be a little more than the share that was meant: 1 - 0.95 is not 0.05.
  const isMet = count - bad >= share * count - 1e-9 * count;
  return { count, bad, goodShare: (count - bad) / count, isMet };
}

function weeksOf(cells: CountedCells, wallClock: WallClock): readonly (Counted & { readonly start: number })[] {
  const weeks = new Map<number, { count: number; bad: number }>();
  for (const { start, count, bad } of cells.cells()) {
    const number = Math.floor((wallClock(start) - firstMonday) / week);
    const sum = weeks.get(number) ?? { count: 0, bad: 0 };
    weeks.set(number, { count: sum.count + count, bad: sum.bad + bad });
  }
  return [...weeks]
    .toSorted(([left], [right]) => left - right)
    .map(([number, sum]) => ({ start: unixTimeOf(number * week + firstMonday, wallClock), ...sum }));
}
