/** How often there is each value of a dimension: exact for the values that were seen first, up to a number of them. */
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
    for (const [code, count] of other.counts) this.add(code, count);
    this.rest += other.rest;
    this.total += other.rest;
  }
}
