/** Some of the values that are known from the beginning, in ascending order: to add, remove or find one takes logarithmic time. */
export class SortedWindow {
  /** All values, ascending and distinct. */
  readonly #values: Float64Array;
  /** How many of each are in the window, as a Fenwick tree (A New Data Structure for Cumulative Frequency Tables, 1994), from index 1. */
  readonly #counts: Uint32Array;
  /** The largest power of two that is an index of the tree. */
  readonly #top: number;

  /** @param values all that are to be added, in any order. */
  constructor(values: readonly number[]) {
    const sorted = Float64Array.from(values).toSorted();
    let length = 0;
    for (const value of sorted) if (length === 0 || value !== sorted[length - 1]) sorted[length++] = value;
    this.#values = sorted.subarray(0, length);
    this.#counts = new Uint32Array(length + 1);
    this.#top = length === 0 ? 0 : 2 ** Math.floor(Math.log2(length));
  }

  add(value: number): void {
    this.#change(value, 1);
  }

  remove(value: number): void {
    this.#change(value, -1);
  }

  /** The value at an index of those in the window, in ascending order. */
  at(index: number): number {
    let [before, rest] = [0, index];
    for (let step = this.#top; step >= 1; step /= 2) {
      const next = before + step;
      if (next > this.#values.length || (this.#counts[next] as number) > rest) continue;
      rest -= this.#counts[next] as number;
      before = next;
    }
    return this.#values[before] as number;
  }

  #change(value: number, by: 1 | -1): void {
    let index = this.#indexOf(value) + 1;
    for (; index < this.#counts.length; index += index & -index) {
      this.#counts[index] = (this.#counts[index] as number) + by;
    }
  }

  #indexOf(value: number): number {
    let [low, high] = [0, this.#values.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#values[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
