/** Seeded random choices (mulberry32), so that a failure can be replayed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    const state = this.#state;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** From 0 to `limit`, without it. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  /** Up to `limit` of the values, each once, in their order. */
  some<T>(values: readonly T[], limit: number): T[] {
    const chosen = new Set(Array.from({ length: this.below(limit + 1) }, () => this.below(values.length)));
    return values.filter((_, index) => chosen.has(index));
  }

  shuffled<T>(values: readonly T[]): T[] {
    return values
      .map((value) => ({ value, order: this.next() }))
      .toSorted((left, right) => left.order - right.order)
      .map(({ value }) => value);
  }

  list<T>(limit: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.below(limit) }, make);
  }
}
