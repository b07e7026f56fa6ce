/** What is known of the values of a measure, or of some of them. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Values of which quantiles are asked. */
export interface Distribution {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Whether quantiles are those of the very values. */
  readonly isExact: boolean;
  /** The value below which this share of the values lies. NaN without values. */
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
