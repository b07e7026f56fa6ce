import type { SketchBudget } from "./limits.js";
import { NumberSketch } from "./number-sketch.js";
import { Signatures } from "./signatures.js";
import { TextSketch } from "./text-sketch.js";

/**
 * What the values of one place in events look like. Sketches form a lattice: adding a value, or joining another sketch, only makes a sketch accept
 * more, and the order makes no difference to what it accepts.
 */
export class Sketch {
  seen = 0;
  nulls = 0;
  booleans = 0;
  /** Values that were not looked into, because a limit was reached: the place accepts anything. */
  unknown = 0;
  numbers: NumberSketch | undefined;
  texts: TextSketch | undefined;
  /** How many arrays there were, and what their elements look like. */
  arrays = 0;
  elements: Sketch | undefined;
  objects: ObjectSketch | undefined;

  /** Takes one more value. @param depth how many objects and arrays are around it. */
  add(value: unknown, budget: SketchBudget, depth: number): void {
    this.seen++;
    switch (typeof value) {
      case "string":
        (this.texts ??= new TextSketch()).add(value, budget);
        return;
      case "number":
        (this.numbers ??= new NumberSketch()).add(value);
        return;
      case "boolean":
        this.booleans++;
        return;
      default:
        if (value === null) this.nulls++;
        else if (depth >= budget.limits.depth || typeof value !== "object") this.unknown++;
        else if (Array.isArray(value)) this.#addArray(value, budget, depth);
        else (this.objects ??= new ObjectSketch()).add(value, budget, depth + 1);
    }
  }

  #addArray(values: readonly unknown[], budget: SketchBudget, depth: number): void {
    this.arrays++;
    for (const value of values) {
      this.elements ??= budget.takePlace() ? new Sketch() : undefined;
      if (this.elements === undefined) {
        this.unknown++;
        return;
      }
      this.elements.add(value, budget, depth + 1);
    }
  }

  /** Takes all values of another sketch. */
  join(other: Sketch, budget: SketchBudget): void {
    this.seen += other.seen;
    this.nulls += other.nulls;
    this.booleans += other.booleans;
    this.unknown += other.unknown;
    this.arrays += other.arrays;
    if (other.numbers !== undefined) (this.numbers ??= new NumberSketch()).join(other.numbers);
    if (other.texts !== undefined) (this.texts ??= new TextSketch()).join(other.texts, budget);
    if (other.elements !== undefined) {
      this.elements ??= budget.takePlace() ? new Sketch() : undefined;
      if (this.elements === undefined) this.unknown++;
      else this.elements.join(other.elements, budget);
    }
    if (other.objects !== undefined) (this.objects ??= new ObjectSketch()).join(other.objects, budget);
  }
}

/** Longer names are data. */
const maxNameLength = 100;

/** Before this many objects, nobody can tell which fields are usual. */
const enoughObjects = 4;

/** What the objects of one place look like. */
export class ObjectSketch {
  seen = 0;
  /** Fields by name. */
  readonly fields: Map<string, Sketch> = new Map();
  /** Their names, in an order that agrees with that of the objects as far as these agree with each other. */
  order: string[] = [];
  /** Values of all other fields. */
  others: Sketch | undefined;
  readonly signatures: Signatures = new Signatures();
  /** Set once there were too many fields: new ones are no longer distinguished. */
  #isWide = false;

  add(object: object, budget: SketchBudget, depth: number): void {
    this.seen++;
    let previous: string | undefined;
    for (const [name, value] of Object.entries(object)) {
      const field = this.fields.get(name) ?? this.#newField(name, previous, budget);
      if (field === undefined) {
        (this.others ??= new Sketch()).add(value, budget, depth);
      } else {
        field.add(value, budget, depth);
        previous = name;
      }
    }
    this.signatures.add(object, budget);
  }

  join(other: ObjectSketch, budget: SketchBudget): void {
    this.seen += other.seen;
    let previous: string | undefined;
    for (const name of other.order) {
      const from = other.fields.get(name) ?? new Sketch();
      const field = this.fields.get(name) ?? this.#newField(name, previous, budget);
      if (field === undefined) {
        (this.others ??= new Sketch()).join(from, budget);
      } else {
        field.join(from, budget);
        previous = name;
      }
    }
    if (other.others !== undefined) (this.others ??= new Sketch()).join(other.others, budget);
    this.signatures.release(budget);
  }

  /** A field that was not seen before, placed after the one that precedes it in the object; `undefined` where there are too many. */
  #newField(name: string, previous: string | undefined, budget: SketchBudget): Sketch | undefined {
    if (this.#isWide || name.length > maxNameLength) return undefined;
    if (this.fields.size >= budget.limits.fields) {
      this.#collapse(budget);
      return undefined;
    }
    if (!budget.takePlace()) return undefined;
    const field = new Sketch();
    this.fields.set(name, field);
    this.order.splice(previous === undefined ? 0 : this.order.indexOf(previous) + 1, 0, name);
    return field;
  }

  /** Keeps the usual fields, and describes the rest together from now on. */
  #collapse(budget: SketchBudget): void {
    this.#isWide = true;
    for (const [name, field] of this.fields) {
      if (this.seen >= enoughObjects && field.seen > this.seen / 2) continue;
      (this.others ??= new Sketch()).join(field, budget);
      this.fields.delete(name);
    }
    this.order = this.order.filter((name) => this.fields.has(name));
    this.signatures.release(budget);
  }
}
