import type { Json } from "../json/value.js";

/**
 * A schema in normal form: in the keywords of 2020-12, with what `$ref` and `allOf` bring in put beside what it says itself,
 * wherever that keeps the meaning. Everything in it knows where in the document it was said.
 *
 * Two schemas that say the same in different ways (a `$ref` extracted, an `allOf` flattened) have the same normal form.
 */
export type Node = BooleanNode | ReferenceNode | OpaqueNode | SchemaNode;

interface BooleanNode {
  readonly kind: "boolean";
  readonly value: boolean;
  readonly location: string;
}

/** Stands for a definition of the same {@link Normal}; what is only referred to is kept once, and may contain itself. */
export interface ReferenceNode {
  readonly kind: "reference";
  readonly key: string;
  readonly location: string;
  readonly annotations: Annotations;
}

/** A schema that is not looked into: it is malformed, or what it refers to depends on the way to it. */
interface OpaqueNode {
  readonly kind: "opaque";
  readonly value: Json;
  readonly location: string;
}

export interface SchemaNode {
  readonly kind: "schema";
  readonly keywords: Keywords;
  readonly annotations: Annotations;
  /** JSON Pointer to the schema in the document. */
  readonly location: string;
}

export type Keywords = ReadonlyMap<string, Entry>;
export type Annotations = ReadonlyMap<string, ValueEntry>;

/** What a keyword says, and a JSON Pointer to where it says so. */
export type Entry = ValueEntry | NamesEntry | SchemaEntry | ListEntry | MapEntry;

export interface ValueEntry {
  readonly shape: "value";
  readonly value: Json;
  readonly location: string;
}

/** `required`: each name, with the place where it is required. */
interface NamesEntry {
  readonly shape: "names";
  readonly names: ReadonlyMap<string, string>;
  readonly location: string;
}

interface SchemaEntry {
  readonly shape: "schema";
  readonly node: Node;
  readonly location: string;
}

interface ListEntry {
  readonly shape: "list";
  readonly nodes: readonly Node[];
  readonly location: string;
}

export interface MapEntry {
  readonly shape: "map";
  readonly nodes: ReadonlyMap<string, Node>;
  readonly location: string;
}

export interface Normal {
  readonly root: Node;
  readonly definitions: ReadonlyMap<string, Node>;
}

/** How the value of each keyword is kept. Keywords that are not here do not decide whether an instance passes. */
export const shapes = {
  type: "value",
  enum: "value",
  const: "value",
  minimum: "value",
  exclusiveMinimum: "value",
  maximum: "value",
  exclusiveMaximum: "value",
  multipleOf: "value",
  minLength: "value",
  maxLength: "value",
  pattern: "value",
  format: "value",
  minItems: "value",
  maxItems: "value",
  uniqueItems: "value",
  minContains: "value",
  maxContains: "value",
  minProperties: "value",
  maxProperties: "value",
  dependentRequired: "value",
  required: "names",
  properties: "map",
  patternProperties: "map",
  dependentSchemas: "map",
  additionalProperties: "schema",
  propertyNames: "schema",
  unevaluatedProperties: "schema",
  prefixItems: "list",
  items: "schema",
  contains: "schema",
  unevaluatedItems: "schema",
  allOf: "list",
  anyOf: "list",
  oneOf: "list",
  not: "schema",
  if: "schema",
  then: "schema",
  else: "schema",
} as const satisfies Readonly<Record<string, Entry["shape"]>>;

export type KeywordName = keyof typeof shapes;

export function nothingSaid(location: string): SchemaNode {
  return { kind: "schema", keywords: new Map(), annotations: new Map(), location };
}
