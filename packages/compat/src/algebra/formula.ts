import type { Decimal } from "../json/decimal.js";
import type { InstanceType, TypeSet } from "../json/types.js";
import type { Json } from "../json/value.js";
import type { Matcher } from "../language/matcher.js";
import type { Reason } from "../reason.js";

/**
 * A set of instances. Schemas are compiled into formulas; negation, evaluation and search know only formulas.
 *
 * A *leaf* constrains one instance type and accepts every other type, as assertions of JSON Schema do. Equal formulas of one
 * pool are one object, so `===` compares them.
 */
export type Formula = (
  | { readonly kind: "anything" }
  | { readonly kind: "nothing" }
  | { readonly kind: "types"; readonly types: TypeSet }
  | { readonly kind: "all"; readonly of: readonly Formula[] }
  | { readonly kind: "any"; readonly of: readonly Formula[] }
  | { readonly kind: "values"; readonly values: ValueSet; readonly isMember: boolean }
  | { readonly kind: "reference"; readonly target: ReferenceTarget; readonly isPositive: boolean }
  | { readonly kind: "opaque"; readonly name: string; readonly reason: Reason; readonly isPositive: boolean }
  | Leaf
) & { readonly id: number };

export type FormulaOf<Kind extends Formula["kind"]> = Extract<Formula, { readonly kind: Kind }>;

export type Leaf =
  | { readonly kind: "bound"; readonly side: Side; readonly bound: Decimal; readonly isExclusive: boolean }
  | { readonly kind: "multiple"; readonly of: Decimal; readonly isMultiple: boolean }
  | {
      readonly kind: "pattern";
      readonly source: string;
      readonly matcher: Matcher | undefined;
      readonly isMatch: boolean;
    }
  /** Code points of a string, items of an array, properties of an object. */
  | { readonly kind: "size"; readonly type: "string" | "array" | "object"; readonly side: Side; readonly size: number }
  /** The item at this index, if there is one, is in `value`. */
  | { readonly kind: "item"; readonly index: number; readonly value: Formula }
  /** Every item from this index on is in `value`. */
  | { readonly kind: "items"; readonly from: number; readonly value: Formula }
  /** At least or at most `count` of the items from this index on are in `value`. */
  | {
      readonly kind: "count";
      readonly from: number;
      readonly value: Formula;
      readonly side: Side;
      readonly count: number;
    }
  | { readonly kind: "unique"; readonly isUnique: boolean }
  | { readonly kind: "required"; readonly name: string }
  /** Every property whose name is in `names` has a value in `value`. */
  | { readonly kind: "each-property"; readonly names: Formula; readonly value: Formula }
  /** At least one property has a name in `names` and a value in `value`. */
  | { readonly kind: "some-property"; readonly names: Formula; readonly value: Formula };

export type Side = "min" | "max";

/** Values by canonical text. */
export type ValueSet = ReadonlyMap<string, Json>;

/** The schema that a reference leads to. `formula` is undefined until the target is compiled. */
export interface ReferenceTarget {
  readonly key: string;
  /** JSON Pointer to it, for reasons. */
  readonly place: string;
  formula: Formula | undefined;
}

const typeOfLeaf: Record<Exclude<Leaf["kind"], "size">, InstanceType> = {
  bound: "number",
  multiple: "number",
  pattern: "string",
  item: "array",
  items: "array",
  count: "array",
  unique: "array",
  required: "object",
  "each-property": "object",
  "some-property": "object",
};

export function leafType(leaf: Leaf): InstanceType {
  return leaf.kind === "size" ? leaf.type : typeOfLeaf[leaf.kind];
}
