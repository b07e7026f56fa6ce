import type { Json } from "./value.js";

/** The kinds of instance; a proof searches each of them on its own. */
export const instanceTypes = ["null", "boolean", "number", "string", "array", "object"] as const;
export type InstanceType = (typeof instanceTypes)[number];

/**
 * A set of instance types as bits. Numbers are split into whole numbers and others, so that `integer` and its negation
 * are sets like any other.
 */
export type TypeSet = number;

export const typeBits = {
  null: 1,
  boolean: 2,
  integer: 4,
  fraction: 8,
  string: 16,
  array: 32,
  object: 64,
} as const;

export const everyType: TypeSet = 127;

export const bitsOf: Record<InstanceType, TypeSet> = {
  null: typeBits.null,
  boolean: typeBits.boolean,
  number: typeBits.integer | typeBits.fraction,
  string: typeBits.string,
  array: typeBits.array,
  object: typeBits.object,
};

/** The values of the keyword `type`. */
export const typesByName: Readonly<Record<string, TypeSet>> = { ...bitsOf, integer: typeBits.integer };

export function typeOf(value: Json): InstanceType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as InstanceType;
}

/** The bit of this value. 1.0 is an integer, as in every dialect since draft-06. */
export function typeBitOf(value: Json): TypeSet {
  if (typeof value === "number") return Number.isInteger(value) ? typeBits.integer : typeBits.fraction;
  return bitsOf[typeOf(value)];
}
