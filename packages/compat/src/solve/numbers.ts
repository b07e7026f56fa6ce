import type { Budget } from "../budget.js";
import {
  add,
  ceil,
  compareDecimals,
  type Decimal,
  decimal,
  divide,
  floor,
  fromNumber,
  isMultiple,
  leastCommonMultiple,
  multiply,
  toNumber,
} from "../json/decimal.js";
import { typeBits } from "../json/types.js";
import type { Goal } from "./goal.js";
import { Alternatives, found, none, type Result, unknown } from "./result.js";

interface Interval {
  readonly min: Limit | undefined;
  readonly max: Limit | undefined;
}
interface Limit {
  readonly bound: Decimal;
  readonly isExclusive: boolean;
}

const one = decimal(1n, 1n);
/** After this many numbers that no double represents, the search gives up. */
const maxMisses = 64;

/** Finds a number within the bounds that is a multiple of some numbers, not of others, and not excluded. */
export function solveNumber(goal: Goal, budget: Budget): Result {
  const interval = intervalOf(goal);
  if (interval.min && interval.max) {
    const order = compareDecimals(interval.min.bound, interval.max.bound);
    if (order > 0 || (order === 0 && (interval.min.isExclusive || interval.max.isExclusive))) return none;
  }
  const multiples = goal.leaves.flatMap((leaf) => (leaf.kind === "multiple" && leaf.isMultiple ? [leaf.of] : []));
  const others = goal.leaves.flatMap((leaf) => (leaf.kind === "multiple" && !leaf.isMultiple ? [leaf.of] : []));
  const excluded = goal.excluded.flatMap((value) => (typeof value === "number" ? [fromNumber(value)] : []));
  const alternatives = new Alternatives();
  for (const bit of [typeBits.integer, typeBits.fraction]) {
    if ((goal.bits & bit) === 0) continue;
    const isInteger = bit === typeBits.integer;
    const of = (isInteger ? [...multiples, one] : multiples).reduce<Decimal | undefined>(
      (left, right) => (left === undefined ? right : leastCommonMultiple(left, right)),
      undefined,
    );
    const notOf = isInteger ? others : [...others, one];
    const result = alternatives.add(
      of === undefined
        ? solveDense(interval, notOf, excluded, budget)
        : solveMultiples(of, interval, notOf, excluded, budget),
    );
    if (result !== undefined) return result;
  }
  return alternatives.result;
}

function intervalOf(goal: Goal): Interval {
  let min: Limit | undefined;
  let max: Limit | undefined;
  for (const leaf of goal.leaves) {
    if (leaf.kind !== "bound") continue;
    if (leaf.side === "min" && (min === undefined || isTighter(leaf, min, 1))) min = leaf;
    if (leaf.side === "max" && (max === undefined || isTighter(leaf, max, -1))) max = leaf;
  }
  return { min, max };
}

function isTighter(limit: Limit, than: Limit, direction: number): boolean {
  const order = compareDecimals(limit.bound, than.bound) * direction;
  return order > 0 || (order === 0 && limit.isExclusive);
}

/**
 * Tries k · of for whole k. This is a multiple of n exactly when the denominator of of/n divides k, so k must not be a
 * multiple of any of these denominators.
 */
function solveMultiples(
  of: Decimal,
  { min, max }: Interval,
  notOf: readonly Decimal[],
  excluded: readonly Decimal[],
  budget: Budget,
): Result {
  const forbidden = notOf.map((n) => divide(of, n).denominator);
  if (forbidden.includes(1n)) return none;
  const low = min && limitOf(min, of, 1n);
  const high = max && limitOf(max, of, -1n);
  const outside = new Set(excluded.filter((n) => isMultiple(n, of)).map((n) => divide(n, of).numerator));
  let misses = 0;
  for (const k of wholeNumbers(low, high)) {
    budget.spend();
    if (outside.has(k) || forbidden.some((divisor) => k % divisor === 0n)) continue;
    const value = toNumber(multiply(of, k));
    if (value !== undefined) return found(value);
    if (++misses > maxMisses) break;
  }
  return misses > 0 ? notRepresentable() : none;
}

function limitOf({ bound, isExclusive }: Limit, of: Decimal, direction: bigint): bigint {
  const quotient = divide(bound, of);
  const k = direction === 1n ? ceil(quotient) : floor(quotient);
  return isExclusive && quotient.denominator === 1n ? k + direction : k;
}

/** The whole numbers of an interval, the ones nearest to zero first, positive before negative. */
function* wholeNumbers(low: bigint | undefined, high: bigint | undefined): Generator<bigint> {
  if (low !== undefined && high !== undefined && low > high) return;
  const isIn = (k: bigint): boolean => (low === undefined || k >= low) && (high === undefined || k <= high);
  const start = low !== undefined && low > 0n ? low : high !== undefined && high < 0n ? high : 0n;
  for (let distance = 0n; ; distance++) {
    const up = start + distance;
    const down = start - distance;
    if (!isIn(up) && !isIn(down)) return;
    if (isIn(up)) yield up;
    if (distance > 0n && isIn(down)) yield down;
  }
}

/** Any decimal in an interval. Excluded numbers and multiples are isolated points, so finer steps get past them. */
function solveDense(
  interval: Interval,
  notOf: readonly Decimal[],
  excluded: readonly Decimal[],
  budget: Budget,
): Result {
  const { min, max } = interval;
  if (min && max && compareDecimals(min.bound, max.bound) === 0) {
    if ([...notOf].some((n) => isMultiple(min.bound, n)) || excluded.some((n) => compareDecimals(n, min.bound) === 0))
      return none;
    const value = toNumber(min.bound);
    return value === undefined ? notRepresentable() : found(value);
  }
  const origin = min?.bound ?? max?.bound ?? decimal(0n, 1n);
  for (const step of steps(interval)) {
    const k = floor(divide(origin, step));
    const isTried = Array.from({ length: 24 }, (_, index) => multiply(step, k + BigInt(index - 11)));
    for (const candidate of isTried.toSorted(
      (a, b) => Math.abs(approximate(a)) - Math.abs(approximate(b)) || approximate(b) - approximate(a),
    )) {
      budget.spend();
      if (!isInside(candidate, interval) || notOf.some((n) => isMultiple(candidate, n))) continue;
      if (excluded.some((n) => compareDecimals(n, candidate) === 0)) continue;
      const value = toNumber(candidate);
      if (value !== undefined) return found(value);
    }
  }
  return notRepresentable();
}

/** 1/2, 1/10, 1/100, … and then steps that fit into the interval however narrow it is. */
function steps({ min, max }: Interval): Decimal[] {
  const coarse = [decimal(1n, 2n), ...Array.from({ length: 18 }, (_, index) => decimal(1n, 10n ** BigInt(index + 1)))];
  if (!min || !max) return coarse;
  const width = add(max.bound, { ...min.bound, numerator: -min.bound.numerator });
  let fine = one;
  while (compareDecimals(multiply(fine, 4n), width) > 0) fine = decimal(fine.numerator, fine.denominator * 10n);
  return [
    ...coarse,
    fine,
    decimal(fine.numerator, fine.denominator * 10n),
    decimal(fine.numerator, fine.denominator * 100n),
  ];
}

function approximate({ numerator, denominator }: Decimal): number {
  return Number(numerator) / Number(denominator);
}

function isInside(value: Decimal, { min, max }: Interval): boolean {
  const overMin = min === undefined ? 1 : compareDecimals(value, min.bound);
  const underMax = max === undefined ? 1 : compareDecimals(max.bound, value);
  return (
    (overMin > 0 || (overMin === 0 && !min?.isExclusive)) && (underMax > 0 || (underMax === 0 && !max?.isExclusive))
  );
}

function notRepresentable(): Result {
  return unknown({ code: "not-representable", keywordLocation: "" });
}
