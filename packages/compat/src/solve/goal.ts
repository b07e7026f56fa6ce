import type { Formula, FormulaOf, Leaf } from "../algebra/formula.js";
import { leafType } from "../algebra/formula.js";
import type { Pool } from "../algebra/pool.js";
import { bitsOf, type InstanceType, type TypeSet, typeBits } from "../json/types.js";
import { type Json } from "../json/value.js";
import type { Reason } from "../reason.js";

type LeafFormula = Leaf & { readonly id: number };

/** A conjunction about instances of one type, taken apart as far as possible without making a choice. */
export class Goal {
  readonly asserted: Set<Formula>;
  readonly leaves: LeafFormula[];
  /** The open choices, each with two alternatives or more. */
  pending: Formula[][];
  readonly reasons: Reason[];
  /** Constraints that list the possible values. */
  readonly members: FormulaOf<"values">[];
  readonly excluded: Json[];
  /** For numbers: whether integers, fractions or both remain. */
  bits: TypeSet;

  private constructor(
    readonly type: InstanceType,
    readonly pool: Pool,
    from: Goal | undefined,
  ) {
    this.asserted = new Set(from?.asserted);
    this.leaves = [...(from?.leaves ?? [])];
    this.pending = [...(from?.pending ?? [])];
    this.reasons = [...(from?.reasons ?? [])];
    this.members = [...(from?.members ?? [])];
    this.excluded = [...(from?.excluded ?? [])];
    this.bits = from?.bits ?? bitsOf[type];
  }

  static of(type: InstanceType, pool: Pool): Goal {
    return new Goal(type, pool, undefined);
  }

  copy(): Goal {
    return new Goal(this.type, this.pool, this);
  }

  /** Adds a formula; false on a contradiction. */
  add(formula: Formula): boolean {
    if (this.asserted.has(formula)) return true;
    const negation = this.pool.knownNegation(formula);
    if (negation !== undefined && this.asserted.has(negation)) return false;
    this.asserted.add(formula);
    switch (formula.kind) {
      case "anything":
        return true;
      case "nothing":
        return false;
      case "types":
        this.bits &= formula.types;
        return this.bits !== 0;
      case "all":
        return formula.of.every((part) => this.add(part));
      case "any":
        return this.#addChoice(formula.of);
      case "values":
        return this.#addValues(formula);
      case "reference": {
        const target = formula.target.formula;
        if (target === undefined) throw new Error("a reference is read before it is compiled");
        return this.add(formula.isPositive ? target : this.pool.negate(target));
      }
      case "opaque":
        this.reasons.push(formula.reason);
        return true;
      default:
        if (leafType(formula) === this.type) this.leaves.push(formula);
        return true;
    }
  }

  /** Drops alternatives that contradict what is asserted, and choices that are already satisfied; false on a contradiction. */
  settle(): boolean {
    const open = this.pending;
    this.pending = [];
    return open.every((choice) => this.#addChoice(choice));
  }

  #addChoice(alternatives: readonly Formula[]): boolean {
    const left: Formula[] = [];
    for (const alternative of alternatives) {
      const truth = this.#quickTruth(alternative);
      if (truth === true) return true;
      if (truth === undefined) left.push(alternative);
    }
    const [only] = left;
    if (only === undefined) return false;
    if (left.length === 1) return this.add(only);
    this.pending.push(left);
    return true;
  }

  /** What follows directly from the type and from what is asserted; undefined where nothing does. */
  #quickTruth(formula: Formula): boolean | undefined {
    if (this.asserted.has(formula)) return true;
    const negation = this.pool.knownNegation(formula);
    if (negation !== undefined && this.asserted.has(negation)) return false;
    switch (formula.kind) {
      case "anything":
        return true;
      case "nothing":
        return false;
      case "types":
        return (formula.types & this.bits) === 0 ? false : (this.bits & ~formula.types) === 0 ? true : undefined;
      case "all":
        return this.#quickAll(formula.of);
      case "values":
        return this.#quickValues(formula);
      case "any":
      case "reference":
      case "opaque":
        return undefined;
      default:
        return leafType(formula) === this.type ? undefined : true;
    }
  }

  #quickAll(parts: readonly Formula[]): boolean | undefined {
    let result: boolean | undefined = true;
    for (const part of parts) {
      const truth = this.#quickTruth(part);
      if (truth === false) return false;
      if (truth === undefined) result = undefined;
    }
    return result;
  }

  #quickValues(formula: FormulaOf<"values">): boolean | undefined {
    const isPossible = [...formula.values.values()].some((value) => (bitsOf[this.type] & bitOf(value)) !== 0);
    return isPossible ? undefined : !formula.isMember;
  }

  #addValues(formula: FormulaOf<"values">): boolean {
    const values = [...formula.values.values()].filter((value) => (bitsOf[this.type] & bitOf(value)) !== 0);
    if (formula.isMember) {
      this.members.push(formula);
      return values.length > 0;
    }
    if (this.type !== "array" && this.type !== "object") {
      this.excluded.push(...values);
      return true;
    }
    return values.every((value) => this.add(this.pool.negate(this.pool.structure(value))));
  }
}

function bitOf(value: Json): TypeSet {
  if (value === null) return typeBits.null;
  if (Array.isArray(value)) return typeBits.array;
  return bitsOf[typeof value as InstanceType];
}
