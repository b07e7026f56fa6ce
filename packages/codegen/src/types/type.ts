import type { Pattern } from "@metric-events/runtime";

/**
 * What TypeScript can say about the values that a schema accepts: a union. One without alternatives is `never`. Ranges, patterns, `not`
 * and other rules that no type expresses are left out, so that a type takes every valid value.
 */
export type Type = readonly Alternative[];

/** One member of a union. */
export type Alternative = Unknown | Primitive | Literal | Reference | ArrayType | ObjectType;

interface Unknown {
  readonly kind: "unknown";
}

export interface Primitive {
  readonly kind: "primitive";
  readonly name: "null" | "boolean" | "bigint" | "integer" | "number" | "string";
}

export interface Literal {
  readonly kind: "literal";
  readonly value: unknown;
}

/** A type with a name of its own. */
export interface Reference {
  readonly kind: "reference";
  readonly name: string;
  readonly doc: string;
  /** Whether it is a schema with a title in place, and not one that is referred to. */
  readonly isInline: boolean;
  /** What the name stands for, before objects are closed. */
  readonly target: () => Type;
}

export interface ArrayType {
  readonly kind: "array";
  /** The first elements. */
  readonly prefix: readonly Documented[];
  /** All other elements; `undefined` as long as no keyword says anything about them. */
  readonly rest: Documented | undefined;
  readonly minItems: number;
  readonly maxItems: number;
  /** Elements that `contains` evaluates, for `unevaluatedItems`. */
  readonly contained: readonly Type[];
}

export interface ObjectType {
  readonly kind: "object";
  /** The title of the branch that it comes from. */
  readonly name: string | undefined;
  readonly doc: string;
  readonly properties: ReadonlyMap<string, Property>;
  readonly patterns: readonly PatternTypes[];
  /** All other properties; `undefined` as long as no keyword says anything about them. */
  readonly rest: Type | undefined;
}

export interface Documented {
  readonly type: Type;
  readonly doc: string;
}

export interface Property extends Documented {
  readonly isRequired: boolean;
  /** Whether a keyword describes it. Otherwise it is only required. */
  readonly isDeclared: boolean;
}

export interface PatternTypes {
  /** What the names of the properties match. */
  readonly names: Pattern;
  readonly type: Type;
}

export const unknownType: Type = [{ kind: "unknown" }];

export const anyArray: ArrayType = {
  kind: "array",
  prefix: [],
  rest: undefined,
  minItems: 0,
  maxItems: Number.POSITIVE_INFINITY,
  contained: [],
};

export const anyObject: ObjectType = {
  kind: "object",
  name: undefined,
  doc: "",
  properties: new Map(),
  patterns: [],
  rest: undefined,
};

export function primitive(name: Primitive["name"]): Alternative {
  return { kind: "primitive", name };
}

/** What a schema asks for that says nothing about types: any scalar, and arrays and objects of these shapes. */
export function anyScalarOr(array: ArrayType, object: ObjectType): Type {
  return [primitive("null"), primitive("boolean"), primitive("number"), primitive("string"), array, object];
}

/** What an object shape says about a property; `undefined` if nothing. */
export function typeOfProperty({ properties, patterns, rest }: ObjectType, name: string): Property | undefined {
  const own = properties.get(name);
  if (own !== undefined) return own;
  // The first one alone takes every valid value.
  const matching = patterns.find(({ names }) => names.test(name));
  const type = matching === undefined ? rest : matching.type;
  return type === undefined ? undefined : { type, doc: "", isRequired: false, isDeclared: true };
}

/** What an array shape says about the element at an index; `undefined` if nothing. */
export function typeOfElement({ prefix, rest }: ArrayType, index: number): Documented | undefined {
  return prefix[index] ?? rest;
}
