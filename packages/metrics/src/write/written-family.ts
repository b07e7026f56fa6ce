import type { Family } from "../plan/series-plan.js";

/** A sample: one line of the exposition. */
export interface SeriesSample {
  /** With the ending of its kind: `runner_start_total`. */
  readonly name: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

/** A family with its samples, in the order in which they are written. */
export interface WrittenFamily extends Family {
  readonly samples: readonly SeriesSample[];
}
