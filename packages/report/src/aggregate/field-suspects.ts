import { numberJudge } from "@metric-events/runtime";
import type { PlannedField } from "../columns/event-plan.js";
import type { BatchRows } from "./batch-rows.js";
import { SuspectValues } from "./suspect-values.js";

/** Numbers of a field that look wrong by themselves. */
export class FieldSuspects {
  readonly unixTimes = new SuspectValues();
  readonly impossible = new SuspectValues();
  readonly #judge: ReturnType<typeof numberJudge>;

  constructor(field: PlannedField) {
    this.#judge = numberJudge(field);
  }

  /** Notes a number if it looks wrong. */
  note(value: number, { columns, exampleOf }: BatchRows, row: number): void {
    const code = this.#judge(value);
    if (code === undefined) return;
    const values = code === "unix-time" ? this.unixTimes : this.impossible;
    const [time, origin] = [columns.times[row] as number, columns.origins[row] as number];
    values.note(value, { time, origin, exampleOf }, row);
  }
}
