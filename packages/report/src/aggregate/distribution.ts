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
