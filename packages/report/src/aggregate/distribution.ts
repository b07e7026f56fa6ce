/** The values of a measure, or some of them, in a few numbers. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Values that have quantiles. */
export interface Distribution {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Whether quantiles are computed from the values themselves. */
  readonly isExact: boolean;
  /** This share of the values is below it. NaN without values. */
  quantile(share: number): number;
  /** The share of values that are less than `limit`. NaN without values. */
  shareBelow(limit: number): number;
}

export function summaryOf(distribution: Distribution | undefined): Summary | undefined {
  if (distribution === undefined || distribution.count === 0) return undefined;
  const { count, min, max, mean } = distribution;
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => distribution.quantile(share)) as [number, number, number];
  return { count, min, max, mean, p50, p95, p99 };
}

/** Intervals that hold the true median and p95 with a probability of 95 %: `undefined` where there are too few values to say. */
export interface QuantileRanges {
  readonly p50: readonly [low: number, high: number] | undefined;
  readonly p95: readonly [low: number, high: number] | undefined;
}

/** The middle 95 % of the normal distribution: within this many standard deviations. */
export const intervalDeviations = 1.96;

/**
 * Without any assumption about the values: how many of n values are less than the true quantile is binomial, so that its rank is within
 * n·p ± 1.96·√(n·p·(1−p)) (David and Nagaraja, Order Statistics, 2003, section 7.1).
 */
export function rangesOf(distribution: Distribution): QuantileRanges {
  return { p50: rangeOf(distribution, 0.5), p95: rangeOf(distribution, 0.95) };
}

function rangeOf(distribution: Distribution, share: number): readonly [number, number] | undefined {
  const half = intervalDeviations * Math.sqrt((share * (1 - share)) / distribution.count);
  if (share - half <= 0 || share + half >= 1) return undefined;
  return [distribution.quantile(share - half), distribution.quantile(share + half)];
}
