import type { LineExample } from "../aggregate/line-example.js";
import { cell, firstLine, type Step } from "../signals/cell-layout.js";

const hour = 3600;
const week = 168 * hour;

/** A time without events. */
export interface Silence {
  /** The last event before it and the first after it, in Unix seconds; `to` is the end of the log where none follows. */
  readonly from: number;
  readonly to: number;
  /** How many events there would have been. */
  readonly expected: number;
  readonly isLast: boolean;
  /** The first event after it. */
  readonly next: LineExample | undefined;
}

/**
 * Times without events where there should have been some: by how many there were in the same hours of other weeks, else of other working
 * days. A weekend that is the only one in the log expects nothing.
 *
 * @param end when the log ends, in Unix seconds.
 */
export function silences(
  steps: readonly Step[],
  {
    stepSeconds,
    end,
    minSeconds,
    minExpected,
  }: { stepSeconds: number; end: number; minSeconds: number; minExpected: number },
): readonly Silence[] {
  const [first] = steps;
  if (first === undefined) return [];
  const found: Silence[] = [];
  steps.forEach(({ step, columns }, index) => {
    const next = steps[index + 1];
    const from = columns[cell.last] as number;
    const to = next === undefined ? end : (next.columns[cell.first] as number);
    if (to - from < minSeconds) return;
    const [firstEmpty, lastEmpty] = [step + 1, next === undefined ? Math.floor(end / stepSeconds) - 1 : next.step - 1];
    const expected = expectedIn(firstEmpty, lastEmpty, { steps, stepSeconds });
    if (expected < minExpected) return;
    found.push({
      from,
      to,
      expected,
      isLast: next === undefined,
      next: next === undefined ? undefined : firstLine(next),
    });
  });
  return found;
}

/** How many events steps would have had, by the steps of the same hours in other weeks that the log covers. */
function expectedIn(
  from: number,
  to: number,
  { steps, stepSeconds }: { readonly steps: readonly Step[]; readonly stepSeconds: number },
): number {
  const [begin, last] = [steps[0]?.step as number, steps.at(-1)?.step as number];
  const counts = new Map(steps.map(({ step, columns }) => [step, columns[cell.count] as number]));
  const perWeek = Math.max(1, Math.round(week / stepSeconds));
  let expected = 0;
  for (let step = from; step <= Math.min(to, from + 8 * perWeek); step++) {
    const every = (period: number, isAlike: (other: number) => boolean): number[] => {
      const others: number[] = [];
      for (let times = Math.ceil((begin - step) / period); step + times * period <= last; times++) {
        const other = step + times * period;
        // The first step is only partly covered.
        if (other > begin && (other < from || other > to) && isAlike(other)) others.push(counts.get(other) ?? 0);
      }
      return others;
    };
    const weeks = every(perWeek, () => true);
    const isWorking = !isWeekend(step * stepSeconds);
    const perDay = Math.max(1, Math.round(perWeek / 7));
    expected += median(
      weeks.length > 0 || !isWorking ? weeks : every(perDay, (other) => !isWeekend(other * stepSeconds)),
    );
  }
  return expected;
}

/** Saturday or Sunday of UTC. Unix time began on a Thursday. */
function isWeekend(unixSeconds: number): boolean {
  return (Math.floor(unixSeconds / (24 * hour)) + 3) % 7 >= 5;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}

/**
 * The steps without those that are far from the rest: a few events with a wrong time would make all others look silent. Three days without any
 * event, and at most four events in a thousand beyond them, are that far.
 */
export function coreOf(steps: readonly Step[], stepSeconds: number): readonly Step[] {
  const total = steps.reduce((sum, { columns }) => sum + (columns[cell.count] as number), 0);
  const far = (72 * hour) / stepSeconds;
  const cutFrom = (list: readonly Step[]): number => {
    let seen = 0;
    let cut = 0;
    for (let index = 0; index + 1 < list.length; index++) {
      seen += (list[index] as Step).columns[cell.count] as number;
      if (seen > Math.max(4, total / 250) || seen > total / 4) break;
      if (Math.abs((list[index + 1] as Step).step - (list[index] as Step).step) > far) cut = index + 1;
    }
    return cut;
  };
  const late = cutFrom(steps.toReversed());
  return steps.slice(cutFrom(steps), steps.length - late);
}
