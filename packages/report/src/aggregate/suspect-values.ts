import { Largest } from "./largest.js";
import type { LineExample } from "./line-example.js";

/** Values or times that look wrong by themselves, and are counted nowhere else. */
export class SuspectValues extends Largest {
  readonly origins = new Set<number>();
  /** Of the events, in Unix seconds. */
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;

  note(value: number, { time, origin, exampleOf }: Occurrence, row: number): void {
    this.add(value, time, exampleOf, row);
    this.origins.add(origin);
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
  }
}

interface Occurrence {
  readonly time: number;
  readonly origin: number;
  readonly exampleOf: (row: number) => LineExample;
}
