import type { Widening } from "./bucket-grid.js";

/** An item for each bucket that has one. */
export class BucketMap<T> {
  readonly #create: () => T;
  readonly #merge: (into: T, from: T) => void;
  #items = new Map<number, T>();
  // Events are nearly in the order of time.
  #lastIndex = Number.NaN;
  #last: T | undefined;

  /** @param merge adds what `from` has to `into`; either may be the earlier one. */
  constructor(create: () => T, merge: (into: T, from: T) => void) {
    this.#create = create;
    this.#merge = merge;
  }

  at(index: number): T {
    if (index === this.#lastIndex && this.#last !== undefined) return this.#last;
    let item = this.#items.get(index);
    if (item === undefined) {
      item = this.#create();
      this.#items.set(index, item);
    }
    this.#lastIndex = index;
    this.#last = item;
    return item;
  }

  get(index: number): T | undefined {
    return this.#items.get(index);
  }

  get size(): number {
    return this.#items.size;
  }

  values(): IterableIterator<T> {
    return this.#items.values();
  }

  entries(): IterableIterator<[number, T]> {
    return this.#items.entries();
  }

  /** Merges buckets into wider ones. */
  widen(widening: Widening): void {
    const before = this.#items;
    this.#items = new Map();
    this.#lastIndex = Number.NaN;
    for (const [index, item] of before) {
      const wide = widening(index);
      const known = this.#items.get(wide);
      if (known === undefined) this.#items.set(wide, item);
      else this.#merge(known, item);
    }
  }
}
