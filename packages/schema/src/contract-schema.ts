import { closeSchema } from "./contract.js";
import { type Definitions, definitionName, definitionOf } from "./definitions.js";
import { isAnnotation } from "./keywords.js";
import type { EventModel } from "./model.js";
import { isSchemaObject, type Schema, type SchemaObject } from "./schema-types.js";
import { mapSubschemas, walk } from "./walk.js";

/** A self-contained schema of one contract, without annotations except those that are to be kept. */
export function contractSchema(
  event: Pick<EventModel, "schema">,
  definitions: Definitions,
  contract: "writer" | "reader",
  { keep = [] }: { readonly keep?: readonly string[] } = {},
): SchemaObject {
  const lookup = (ref: string): SchemaObject => definitionOf(ref, definitions);
  const close = (schema: SchemaObject): SchemaObject =>
    withoutAnnotations(contract === "writer" ? closeSchema(schema, lookup) : schema, new Set(keep));
  const names = reachable(event.schema, lookup);
  const root = close(event.schema);
  if (names.length === 0) return root;
  return { ...root, $defs: Object.fromEntries(names.map((name) => [name, close(lookup(`#/$defs/${name}`))])) };
}

function reachable(schema: SchemaObject, lookup: (ref: string) => SchemaObject): string[] {
  const names = new Set<string>();
  const visit = (root: SchemaObject): void =>
    walk(root, (sub) => {
      if (!isSchemaObject(sub) || sub.$ref === undefined) return;
      const name = definitionName(sub.$ref);
      if (names.has(name)) return;
      names.add(name);
      visit(lookup(sub.$ref));
    });
  visit(schema);
  return [...names].toSorted();
}

function withoutAnnotations(schema: SchemaObject, kept: ReadonlySet<string>): SchemaObject {
  const entries = Object.entries(schema).filter(([keyword]) => !isAnnotation(keyword) || kept.has(keyword));
  return mapSubschemas(
    Object.fromEntries(entries),
    ({ schema: sub }): Schema => (isSchemaObject(sub) ? withoutAnnotations(sub, kept) : sub),
  );
}
