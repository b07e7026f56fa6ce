import { numberJudge } from "@metric-events/runtime";
import type { EventColumns } from "../columns/columns.js";
import type { EventPlan } from "../columns/event-plan.js";

/** Finds rows with a number that looks wrong: none of their numbers is counted. */
export class SuspectRows {
  readonly #judges: readonly ReturnType<typeof numberJudge>[];

  constructor({ measures, counts }: EventPlan) {
    this.#judges = [...measures, ...counts].map(numberJudge);
  }

  /** 1 for each such row; `undefined` where there is none, as nearly always. */
  in({ numbers, times }: EventColumns): Uint8Array | undefined {
    let found: Uint8Array | undefined;
    for (const [index, judge] of this.#judges.entries()) {
      const values = numbers[index] as Float64Array;
      for (let row = 0; row < values.length; row++) {
        if (judge(values[row] as number) === undefined) continue;
        found ??= new Uint8Array(times.length);
        found[row] = 1;
      }
    }
    return found;
  }
}
