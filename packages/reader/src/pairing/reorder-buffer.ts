/** Brings items into the order of time that come nearly in it, or from several files one after the other. */
export class ReorderBuffer<Item extends { readonly event: { readonly time: number; readonly place: number } }> {
  readonly #capacity: number;
  readonly #take: (item: Item) => void;
  #items: Item[] = [];

  /**
   * @param capacity as many items are brought into order; with more, the earlier half of them is taken.
   * @param take takes an item. Of items at one time, the one of the lower place comes first.
   */
  constructor(capacity: number, take: (item: Item) => void) {
    this.#capacity = capacity;
    this.#take = take;
  }

  add(item: Item): void {
    if (this.#items.push(item) >= this.#capacity) this.#release(this.#capacity / 2);
  }

  /** Takes all that is left. */
  finish(): void {
    this.#release(this.#items.length);
  }

  #release(count: number): void {
    const sorted = this.#items.toSorted(
      ({ event: one }, { event: other }) => one.time - other.time || one.place - other.place,
    );
    this.#items = sorted.slice(count);
    for (const item of sorted.slice(0, count)) this.#take(item);
  }
}
