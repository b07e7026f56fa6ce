import type { Distribution } from "./distribution.js";
import { select } from "./select.js";

/** All values. Reorders them. */
export class ExactDistribution implements Distribution {
  readonly isExact = true;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly #values: Float64Array;
  /** Each value before this index is at most as large as all from it on; their order does not matter. */
  #from = 0;

  constructor(values: Float64Array) {
    this.#values = values;
    this.count = values.length;
    let [min, max, sum, lost] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
    // By index: a third of the time of the iterator.
    for (let index = 0; index < values.length; index++) {
      const value = values[index] as number;
      if (value < min) min = value;
      if (value > max) max = value;
      // What rounding loses is kept, so that the order of the values makes no difference (Neumaier).
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
    }
    this.min = min;
    this.max = max;
    this.mean = (Number.isFinite(lost) ? sum + lost : sum) / values.length;
  }

  quantile(share: number): number {
    return quantileOf(share, this.count, (index) => this.#valueAt(index));
  }

  shareBelow(limit: number): number {
    let below = 0;
    for (let index = 0; index < this.count; index++) if ((this.#values[index] as number) < limit) below++;
    return below / this.count;
  }

  /** The value at this index if all were sorted. Callers mostly ask for quantiles in ascending order. */
  #valueAt(index: number): number {
    if (index < this.#from) this.#from = 0;
    const value = select(this.#values, index, this.#from, this.count - 1);
    this.#from = index;
    return value;
  }
}

/**
 * Linear interpolation between the nearest values (R-7 of Hyndman and Fan), as in NumPy, R and DuckDB. NaN without values.
 *
 * @param valueAt the value at an index if all were sorted; asked in ascending order.
 */
export function quantileOf(share: number, count: number, valueAt: (index: number) => number): number {
  if (count === 0) return Number.NaN;
  const position = (count - 1) * share;
  const index = Math.floor(position);
  const below = valueAt(index);
  const fraction = position - index;
  return fraction === 0 ? below : below + (valueAt(index + 1) - below) * fraction;
}
