import type { PairedEvent } from "./waiting.js";

/** Events that wait for their other half, each at a moment, in the order of moments. Nearly always, the next one comes last. */
export class MomentList {
  readonly items: PairedEvent[] = [];
  readonly #moments: number[] = [];

  get length(): number {
    return this.items.length;
  }

  momentAt(index: number): number {
    return this.#moments[index] as number;
  }

  add(item: PairedEvent, moment: number): void {
    const last = this.#moments.at(-1);
    if (last === undefined || last <= moment) {
      this.items.push(item);
      this.#moments.push(moment);
      return;
    }
    let index = this.indexFrom(moment);
    while (this.momentAt(index) === moment) index++;
    this.items.splice(index, 0, item);
    this.#moments.splice(index, 0, moment);
  }

  remove(item: PairedEvent, moment: number): void {
    let index = this.indexFrom(moment);
    while (this.items[index] !== item) index++;
    if (index === this.items.length - 1) {
      this.items.pop();
      this.#moments.pop();
      return;
    }
    this.items.splice(index, 1);
    this.#moments.splice(index, 1);
  }

  /** Takes out those of before a moment. */
  takeBefore(moment: number): readonly PairedEvent[] {
    const index = this.indexFrom(moment);
    this.#moments.splice(0, index);
    return this.items.splice(0, index);
  }

  /** The index of the first item at a moment or later. */
  indexFrom(moment: number): number {
    let [low, high] = [0, this.#moments.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#moments[middle] as number) < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
