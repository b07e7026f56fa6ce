import { quantileOf } from "../aggregate/exact-distribution.js";
import type { AlertRule } from "./alert-rule.js";
import { ExactSum } from "./exact-sum.js";
import { SortedWindow } from "./sorted-window.js";

/** The events of a group, in the order of their times. */
interface OrderedEvents {
  readonly values: readonly number[];
  readonly marks: readonly boolean[];
}

/** What a rule takes of a window whose events come at its end and go at its beginning. None of it depends on how many there are. */
interface WindowValue {
  /** The event at this index comes. */
  enter(index: number): void;
  /** The event at this index goes. */
  leave(index: number): void;
  /** The value of the events in the window, which are this many, and at least one. */
  value(count: number): number;
}

/** What `take` of a rule makes of these events. */
export function windowValueOf({ settings: { take } }: AlertRule, { values, marks }: OrderedEvents): WindowValue {
  if (take === "count") return { enter() {}, leave() {}, value: (count) => count };
  if (take === "share") return shareOf(marks);
  if (take === "last") return lastOf(values);
  if (take === "sum") return sumOf(values, (sum) => sum);
  if (take === "mean") return sumOf(values, (sum, count) => sum / count);
  return quantileIn(values, shareBelow(take));
}

/** The least value is the quantile that no value is below, and the largest the one that all are at or below. */
function shareBelow(take: string): number {
  if (take === "min") return 0;
  if (take === "max") return 1;
  return take === "median" ? 0.5 : Number(take.slice(1)) / 100;
}

function shareOf(marks: readonly boolean[]): WindowValue {
  let marked = 0;
  return {
    enter(index) {
      if (marks[index] === true) marked++;
    },
    leave(index) {
      if (marks[index] === true) marked--;
    },
    value: (count) => marked / count,
  };
}

function lastOf(values: readonly number[]): WindowValue {
  let last = Number.NaN;
  return {
    enter(index) {
      last = values[index] as number;
    },
    leave() {},
    value: () => last,
  };
}

function sumOf(values: readonly number[], take: (sum: number, count: number) => number): WindowValue {
  const sum = new ExactSum();
  return {
    enter: (index) => sum.add(values[index] as number),
    leave: (index) => sum.remove(values[index] as number),
    value: (count) => take(sum.value, count),
  };
}

function quantileIn(values: readonly number[], share: number): WindowValue {
  const window = new SortedWindow(values);
  return {
    enter: (index) => window.add(values[index] as number),
    leave: (index) => window.remove(values[index] as number),
    value: (count) => quantileOf(share, count, (index) => window.at(index)),
  };
}
