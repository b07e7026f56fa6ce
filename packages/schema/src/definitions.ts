import type { SchemaObject } from "./schema-types.js";

/** Flattened schemas by title: what `$ref` leads to in flattened schemas. */
export type Definitions = ReadonlyMap<string, SchemaObject>;

const prefix = "#/$defs/";

/** The `$ref` of a definition. Titles need no escaping: the meta-schema allows only letters and digits. */
export function definitionRef(name: string): string {
  return `${prefix}${name}`;
}

/** The name of the definition that a `$ref` of a flattened schema leads to. */
export function definitionName(ref: string): string {
  return ref.slice(prefix.length);
}

/** The definition that a `$ref` of a flattened schema leads to. */
export function definitionOf(ref: string, definitions: Definitions): SchemaObject {
  const definition = definitions.get(definitionName(ref));
  if (definition === undefined) throw new Error(`no definition for ${ref}`);
  return definition;
}
