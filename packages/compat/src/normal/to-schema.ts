import type { Json, JsonObject, Schema } from "../json/value.js";
import type { Entry, Node, Normal } from "./node.js";

/** A node as a 2020-12 schema again, with the definitions that it needs from all the given normal forms. */
export function toSchema(root: Node, definitions: readonly Normal["definitions"][]): Schema {
  const names = new Map<string, string>();
  const nameOf = (key: string): string => {
    const name = names.get(key) ?? String(names.size);
    names.set(key, name);
    return name;
  };
  const write = (node: Node): Schema => schemaOf(node, nameOf);
  const schema = write(root);
  const $defs: Record<string, Schema> = {};
  // Writing a definition may name others, which this loop then visits.
  for (const [key, name] of names) {
    const node = definitions.map((each) => each.get(key)).find((each) => each !== undefined);
    if (node !== undefined) $defs[name] = write(node);
  }
  if (names.size === 0) return schema;
  return { allOf: [schema], $defs };
}

function schemaOf(node: Node, nameOf: (key: string) => string): Schema {
  switch (node.kind) {
    case "boolean":
      return node.value;
    case "reference":
      return { $ref: `#/$defs/${nameOf(node.key)}` };
    case "opaque":
      // An unresolvable reference, so that no conclusion rests on it.
      return { $ref: "opaque:///" };
    case "schema":
      return Object.fromEntries(
        [...node.keywords].map(([keyword, entry]) => [keyword, valueOf(entry, nameOf)]),
      ) as JsonObject;
    default:
      return node satisfies never;
  }
}

function valueOf(entry: Entry, nameOf: (key: string) => string): Json {
  switch (entry.shape) {
    case "value":
      return entry.value;
    case "names":
      return [...entry.names.keys()];
    case "schema":
      return schemaOf(entry.node, nameOf);
    case "list":
      return entry.nodes.map((node) => schemaOf(node, nameOf));
    case "map":
      return Object.fromEntries([...entry.nodes].map(([name, node]) => [name, schemaOf(node, nameOf)]));
    default:
      return entry satisfies never;
  }
}
