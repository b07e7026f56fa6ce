import type { LineExample } from "./line-example.js";

const kept = 5;

/** How many values there are, and the lines of the largest. */
export class Largest {
  count = 0;
  /** The largest first. */
  readonly values: { readonly value: number; readonly example: LineExample }[] = [];

  /**
   * Of equal values, the earlier ones are kept, so that the order of logs makes no difference. `exampleOf(row)` is asked only for what is kept.
   *
   * @param time of the event, in Unix seconds.
   */
  add(value: number, time: number, exampleOf: (row: number) => LineExample, row: number): void {
    this.count++;
    const { values } = this;
    const isBefore = (each: (typeof values)[number]): boolean =>
      each.value > value || (each.value === value && each.example.time <= time);
    const last = values.at(-1);
    if (values.length >= kept && last !== undefined && isBefore(last)) return;
    const next = values.findIndex((each) => !isBefore(each));
    values.splice(next === -1 ? values.length : next, 0, { value, example: exampleOf(row) });
    values.length = Math.min(values.length, kept);
  }
}
