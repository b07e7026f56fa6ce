import type { Json } from "../json/value.js";

/**
 * A schema in normal form: in the keywords of 2020-12, with the schemas of `$ref` and `allOf` merged into it wherever that
 * keeps the meaning. Every part knows its place in the document.
 *
 * Two spellings of one schema (a `$ref` extracted, an `allOf` flattened) have the same normal form.
 */
export type Node = BooleanNode | ReferenceNode | OpaqueNode | SchemaNode;

interface BooleanNode {
  readonly kind: "boolean";
  readonly value: boolean;
  readonly location: string;
}

/** Refers to a definition of the same {@link Normal}. A definition may contain itself. */
export interface ReferenceNode {
  readonly kind: "reference";
  readonly key: string;
  readonly location: string;
  readonly annotations: Annotations;
}

/** A schema that is compared only as a whole: it is malformed, or its reference depends on the way to it. */
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

/** The value of a keyword and a JSON Pointer to it. */
export type Entry = ValueEntry | NamesEntry | SchemaEntry | ListEntry | MapEntry;

export interface ValueEntry {
  readonly shape: "value";
  readonly value: Json;
  readonly location: string;
}

/** `required`: each name, with the place that requires it. */
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

/** How the value of each keyword is stored. Keywords that are not listed do not decide whether an instance passes. */
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
