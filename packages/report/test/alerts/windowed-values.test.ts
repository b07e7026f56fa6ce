import { below, seededRandom } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import type { AlertRule } from "../../src/alerts/alert-rule.js";
import { ExactSum } from "../../src/alerts/exact-sum.js";
import { WindowedValues } from "../../src/alerts/windowed-values.js";

const seed = Number(process.env["SEED"] ?? 11);
const takes = ["count", "share", "last", "sum", "mean", "min", "max", "median", "p95", "p07.5"] as const;

interface Seen {
  readonly time: number;
  readonly value: number;
  readonly isMarked: boolean;
}

function ruleOf(take: string, windowSeconds: number, minEvents = 1): AlertRule {
  return { settings: { take }, windowSeconds, minEvents } as AlertRule;
}

function valuesOf(events: readonly Seen[]): WindowedValues {
  const values = new WindowedValues();
  for (const { time, value, isMarked } of events) values.add(time, value, isMarked);
  return values;
}

/** The definition of each value: of whole numbers, so that no order of additions makes a difference. */
function expected(take: string, events: readonly Seen[]): number {
  const values = events.map(({ value }) => value);
  const sorted = values.toSorted((one, other) => one - other);
  const sum = values.reduce((total, value) => total + value, 0);
  const position = (sorted.length - 1) * (take === "median" ? 0.5 : Number(take.slice(1)) / 100);
  const [low, high] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
  const known: Record<string, number> = {
    count: events.length,
    share: events.filter(({ isMarked }) => isMarked).length / events.length,
    last: values.at(-1) ?? 0,
    sum,
    mean: sum / events.length,
    min: Math.min(...values),
    max: Math.max(...values),
  };
  return known[take] ?? low + (high - low) * (position - Math.floor(position));
}

function sumOf(values: readonly number[]): number {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum.value;
}

it.each(takes)(`%s of a window that moves is that of its events (seed ${seed})`, (take) => {
  const random = seededRandom(seed);
  let [filled, empty] = [0, 0];
  for (let round = 0; round < 20; round++) {
    // In the order of times, after others: of equal times, the later one is the last.
    const events = Array.from({ length: below(random, 60) }, (): Seen => {
      return { time: below(random, 200), value: below(random, 12) - 4, isMarked: below(random, 3) === 0 };
    });
    const ordered = events.toSorted((one, other) => one.time - other.time);
    const [windowSeconds, minEvents] = [1 + below(random, 40), 1 + below(random, 3)];
    const moments = Array.from({ length: 50 }, (_, index) => index * 5);
    for (const { moment, events: count, value } of valuesOf(events).at(
      moments,
      ruleOf(take, windowSeconds, minEvents),
    )) {
      const seen = ordered.filter(({ time }) => time > moment - windowSeconds && time <= moment);
      expect(count, `round ${round}, at ${moment}`).toBe(seen.length);
      const isKnown = take === "count" || count >= minEvents;
      expect(value, `round ${round}, at ${moment}`).toEqual(isKnown ? expected(take, seen) : undefined);
      if (count === 0) empty++;
      else filled++;
    }
  }
  expect(Math.min(filled, empty)).toBeGreaterThan(50);
});

describe("many looks at long windows", () => {
  // A tenth of a second for each; minutes where each look goes through its window.
  it.each(takes)("take no longer for %s", { timeout: 60_000 }, (take) => {
    const day = 86_400;
    const events = Array.from({ length: 200_000 }, (_, index) => {
      return { time: (index * 30 * day) / 200_000, value: (index * 7919) % 10_007, isMarked: index % 3 === 0 };
    });
    const moments = Array.from({ length: 30 * 1440 }, (_, index) => index * 60);
    const looks = [...valuesOf(events).at(moments, ruleOf(take, 7 * day))];
    const end = moments.at(-1) ?? 0;
    const seen = events.filter(({ time }) => time > end - 7 * day && time <= end);
    expect(looks.at(-1)).toEqual({ moment: end, events: seen.length, value: expected(take, seen) });
  });
});

describe("a sum", () => {
  it.each([
    [[], 0],
    [[0.1, 0.2], 0.1 + 0.2],
    [Array.from({ length: 10 }, () => 0.1), 1],
    [[1e16, 1, -1e16], 1],
    [[1, 1e100, 1, -1e100], 2],
    [[2 ** 53, 1, 2 ** -60], 2 ** 53 + 2],
    [[Number.MAX_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324], 5e-324],
    [[Number.MAX_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE], Number.MAX_VALUE],
    [[Number.MAX_VALUE, Number.MAX_VALUE], Number.POSITIVE_INFINITY],
    [[2 ** 960, -(2 ** 959), 1], 2 ** 959],
    [[Number.POSITIVE_INFINITY, 1], Number.POSITIVE_INFINITY],
    [[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], Number.NaN],
  ])("%j is exact, and rounded once", (values, total) => expect(sumOf(values)).toBe(total));

  it(`has no trace of what was taken away (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const number = (): number => (random() - 0.5) * 2 ** (below(random, 2000) - 1000);
    for (let round = 0; round < 200; round++) {
      const sum = new ExactSum();
      const gone = [...Array.from({ length: below(random, 40) }, number), Number.POSITIVE_INFINITY];
      const left = number();
      for (const value of [...gone, left]) sum.add(value);
      for (const value of gone) sum.remove(value);
      expect(sum.value, `round ${round}`).toBe(left);
    }
  });
});
