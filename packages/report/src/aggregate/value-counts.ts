/**
 * Counts each value of a dimension, exactly up to a limit of values. Beyond it, counting events keeps the values seen first, and merging
 * counts keeps the most frequent ones.
 */
export class ValueCounts {
  readonly counts = new Map<number, number>();
  /** How often there were values beyond that number. */
  rest = 0;
  total = 0;
  readonly #maxValues: number;

  constructor(maxValues: number) {
    this.#maxValues = maxValues;
  }

  add(code: number, count: number): void {
    this.total += count;
    const known = this.counts.get(code);
    if (known !== undefined) this.counts.set(code, known + count);
    else if (this.counts.size < this.#maxValues) this.counts.set(code, count);
    else this.rest += count;
  }

  merge(other: ValueCounts): void {
    for (const [code, count] of other.counts) this.counts.set(code, (this.counts.get(code) ?? 0) + count);
    this.rest += other.rest;
    this.total += other.total;
    if (this.counts.size > this.#maxValues) this.#forgetRare();
  }

  #forgetRare(): void {
    const sorted = [...this.counts].toSorted(([, left], [, right]) => right - left);
    for (const [code, count] of sorted.slice(this.#maxValues)) {
      this.counts.delete(code);
      this.rest += count;
    }
  }
}
