import type { Waiting } from "./waiting.js";

/** Waiting events, sorted by their moments. Nearly always, the next one comes last. */
export class MomentList {
  readonly #items: Waiting[] = [];

  get length(): number {
    return this.#items.length;
  }

  get items(): readonly Waiting[] {
    return this.#items;
  }

  add(item: Waiting): void {
    const last = this.#items.at(-1);
    if (last === undefined || last.moment <= item.moment) this.#items.push(item);
    else this.#items.splice(this.indexAfter(item.moment), 0, item);
  }

  remove(item: Waiting): void {
    let index = this.#indexFrom(item.moment);
    while (this.#items[index] !== item) index++;
    this.#items.splice(index, 1);
  }

  /** Takes out those of before a moment. */
  takeBefore(moment: number): readonly Waiting[] {
    return this.#items.splice(0, this.#indexFrom(moment));
  }

  /** Those from one moment up to another, both included, the earliest first. */
  *between(from: number, to: number): Generator<Waiting> {
    for (let index = this.#indexFrom(from); index < this.#items.length; index++) {
      const item = this.#items[index] as Waiting;
      if (item.moment > to) return;
      yield item;
    }
  }

  /** The index of the first item at a moment or later. */
  #indexFrom(moment: number): number {
    return this.#search((item) => item.moment < moment);
  }

  /** The index of the first item after a moment. */
  indexAfter(moment: number): number {
    return this.#search((item) => item.moment <= moment);
  }

  #search(isBefore: (item: Waiting) => boolean): number {
    let [low, high] = [0, this.#items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.#items[middle] as Waiting)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
