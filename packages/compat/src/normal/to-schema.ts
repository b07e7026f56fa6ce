import type { Json, JsonObject, JsonSchema } from "../json/value.js";
import type { Entry, Node, Normal } from "./node.js";

const $schema = "https://json-schema.org/draft/2020-12/schema";

type NameOf = (key: string) => string;

/**
 * Writes nodes as 2020-12 schemas again. A node without references becomes the same object each time, so that a reader of many
 * schemas that differ in one place has to read the rest only once.
 */
export class SchemaWriter {
  /** The schemas written so far that contain no reference: they mean the same wherever they are. */
  readonly plain = new WeakSet<object>();
  readonly #written = new WeakMap<Node, JsonSchema>();
  #references = 0;

  /** A node as a schema, with the definitions that it needs from all the given normal forms. */
  write(root: Node, definitions: readonly Normal["definitions"][]): JsonSchema {
    const names = new Map<string, string>();
    const nameOf = (key: string): string => {
      const name = names.get(key) ?? String(names.size);
      names.set(key, name);
      return name;
    };
    const schema = this.#schemaOf(root, nameOf);
    const $defs: Record<string, JsonSchema> = {};
    // Writing a definition may name others, which this loop then visits.
    for (const [key, name] of names) {
      const node = definitions.map((each) => each.get(key)).find((each) => each !== undefined);
      if (node !== undefined) $defs[name] = this.#schemaOf(node, nameOf);
    }
    if (typeof schema === "boolean") return schema;
    return { $schema, allOf: [schema], ...(names.size === 0 ? {} : { $defs }) };
  }

  #schemaOf(node: Node, nameOf: NameOf): JsonSchema {
    switch (node.kind) {
      case "boolean":
        return node.value;
      case "reference":
        this.#references++;
        return { $ref: `#/$defs/${nameOf(node.key)}` };
      case "opaque":
        // An unresolvable reference, so that no conclusion rests on it.
        this.#references++;
        return { $ref: "opaque:///" };
      case "schema": {
        const known = this.#written.get(node);
        if (known !== undefined) return known;
        const before = this.#references;
        const entries = [...node.keywords].map(([keyword, entry]) => [keyword, this.#valueOf(entry, nameOf)]);
        const schema = Object.fromEntries(entries) as JsonObject;
        if (this.#references === before) {
          this.#written.set(node, schema);
          this.plain.add(schema);
        }
        return schema;
      }
      default:
        return node satisfies never;
    }
  }

  #valueOf(entry: Entry, nameOf: NameOf): Json {
    switch (entry.shape) {
      case "value":
        return entry.value;
      case "names":
        return [...entry.names.keys()];
      case "schema":
        return this.#schemaOf(entry.node, nameOf);
      case "list":
        return entry.nodes.map((node) => this.#schemaOf(node, nameOf));
      case "map":
        return Object.fromEntries([...entry.nodes].map(([name, node]) => [name, this.#schemaOf(node, nameOf)]));
      default:
        return entry satisfies never;
    }
  }
}
