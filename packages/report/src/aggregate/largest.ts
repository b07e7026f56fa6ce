import type { LineExample } from "./line-example.js";

const kept = 5;

/** How many values there are, and the lines of the largest. */
export class Largest {
  count = 0;
  /** The largest first. */
  readonly values: { readonly value: number; readonly example: LineExample }[] = [];

  /** `exampleOf(row)` is asked only for values that are kept. */
  add(value: number, exampleOf: (row: number) => LineExample, row: number): void {
    this.count++;
    const last = this.values.at(-1);
    if (this.values.length >= kept && last !== undefined && value <= last.value) return;
    const before = this.values.findIndex((each) => each.value < value);
    this.values.splice(before === -1 ? this.values.length : before, 0, { value, example: exampleOf(row) });
    this.values.length = Math.min(this.values.length, kept);
  }
}
