/** Doubles from here on could overflow when they are added up. */
const huge = 2 ** 960;
const scale = 2 ** -64;

/**
 * A sum from which numbers can be taken away again: exact, and rounded once, so that what has come and gone leaves no trace.
 *
 * It is kept as parts, doubles from small to large whose digits do not overlap (Shewchuk, Adaptive Precision Floating-Point Arithmetic,
 * 1997; as `math.fsum` of Python). There are at most about 40 of them, whatever is added.
 */
export class ExactSum {
  #usual: readonly number[] = [];
  /** Of huge numbers, scaled down. */
  #huge: readonly number[] = [];
  readonly #infinite = { positive: 0, negative: 0 };

  add(value: number): void {
    this.#change(value, 1);
  }

  /** Takes away a number that was added. */
  remove(value: number): void {
    this.#change(value, -1);
  }

  get value(): number {
    const { positive, negative } = this.#infinite;
    if (positive + negative > 0) {
      return (positive > 0 ? Number.POSITIVE_INFINITY : 0) + (negative > 0 ? Number.NEGATIVE_INFINITY : 0);
    }
    if (this.#huge.length === 0) return rounded(this.#usual);
    // The digits that scaling down takes off the usual ones are far below the last one of any huge number.
    return rounded(this.#usual.reduce((parts, part) => withNumber(parts, part * scale), this.#huge)) / scale;
  }

  #change(value: number, sign: 1 | -1): void {
    if (value === Number.POSITIVE_INFINITY) this.#infinite.positive += sign;
    else if (value === Number.NEGATIVE_INFINITY) this.#infinite.negative += sign;
    else if (Math.abs(value) >= huge) this.#huge = withNumber(this.#huge, value * scale * sign);
    else this.#usual = withNumber(this.#usual, value * sign);
  }
}

/** The parts of the sum of some parts and a number. */
function withNumber(parts: readonly number[], value: number): number[] {
  const result: number[] = [];
  let high = value;
  for (const part of parts) {
    const [large, small] = Math.abs(high) < Math.abs(part) ? [part, high] : [high, part];
    high = large + small;
    const low = small - (high - large);
    if (low !== 0) result.push(low);
  }
  if (high !== 0) result.push(high);
  return result;
}

/** The double that is nearest to the sum of such parts. */
function rounded(parts: readonly number[]): number {
  let index = parts.length - 1;
  let high = parts[index] ?? 0;
  let low = 0;
  while (low === 0 && index > 0) {
    const before = high;
    const part = parts[--index] as number;
    high = before + part;
    low = part - (high - before);
  }
  // Halfway between two doubles, the next part says which is nearer.
  const next = index > 0 ? (parts[index - 1] as number) : 0;
  if (low * next > 0) {
    const beyond = high + low * 2;
    if (beyond - high === low * 2) return beyond;
  }
  return high;
}
