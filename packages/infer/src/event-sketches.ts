import { type EnvelopeFields, fieldsOf, headOf } from "./envelope/envelope.js";
import { maxValues } from "./envelope/field-statistics.js";
import { InferError } from "./infer-error.js";
import type { LeftOut } from "./left-out.js";
import type { LogObject } from "./log-objects.js";
import type { SketchBudget } from "./sketch/limits.js";
import { ObjectSketch } from "./sketch/sketch.js";

/** Gathers what the events of a log look like, by the name in the log. */
export class EventSketches {
  readonly byName: Map<string, ObjectSketch> = new Map();
  /** The lowest time, in Unix seconds. */
  earliest = Number.POSITIVE_INFINITY;
  /** Whether each time is a whole number. */
  isWhole = true;
  /** How many lines were taken. */
  lines = 0;
  readonly #fields: EnvelopeFields;
  readonly #budget: SketchBudget;
  readonly #leftOut: LeftOut;

  constructor(fields: EnvelopeFields, budget: SketchBudget, leftOut: LeftOut) {
    this.#fields = fields;
    this.#budget = budget;
    this.#leftOut = leftOut;
  }

  /** @throws {InferError} `too-many-events`. */
  add({ value, file, line }: LogObject): void {
    const head = headOf(value, this.#fields);
    if (typeof head === "string") {
      this.#leftOut.add(head, { file, line });
      return;
    }
    const { name, time } = head;
    const sketch = this.byName.get(name) ?? this.#newEvent(name);
    this.lines++;
    if (time < this.earliest) this.earliest = time;
    this.isWhole &&= Number.isInteger(value[this.#fields.timeField]);
    sketch.add(fieldsOf(value, this.#fields), this.#budget, 0);
  }

  #newEvent(name: string): ObjectSketch {
    if (this.byName.size >= maxValues) {
      const { eventField = "" } = this.#fields;
      throw new InferError(
        "too-many-events",
        `${JSON.stringify(eventField)} has more than ${maxValues.toLocaleString("en-US")} values, so it does not name the event; choose another field`,
      );
    }
    const sketch = new ObjectSketch();
    this.byName.set(name, sketch);
    return sketch;
  }
}
