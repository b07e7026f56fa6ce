import { Closer, type DefinitionForm } from "./contract.js";
import { type Definitions, definitionName, definitionOf, definitionRef } from "./definitions.js";
import { isAnnotation } from "./keywords.js";
import type { EventModel } from "./model.js";
import { isSchemaObject, type Schema, type SchemaObject } from "./schema-types.js";
import { mapSubschemas, walk } from "./walk.js";

/** A self-contained schema of one contract, with only those annotations that `keep` lists. */
export function contractSchema(
  event: Pick<EventModel, "schema">,
  definitions: Definitions,
  contract: "writer" | "reader",
  { keep = [] }: { readonly keep?: readonly string[] } = {},
): SchemaObject {
  const kept = new Set(keep);
  const lookup = (ref: string): SchemaObject => definitionOf(ref, definitions);
  const closer = new Closer(lookup);
  const make = (schema: SchemaObject, form: DefinitionForm): SchemaObject =>
    withoutAnnotations(contract === "writer" ? closer.close(schema, form) : schema, kept);
  const root = make(event.schema, "");
  const $defs = new Map<string, SchemaObject>();
  const pending = referredNames(root);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if ($defs.has(name)) continue;
    const [, title = "", form = ""] = /^([^.]*)(.*)$/.exec(name) ?? [];
    const definition = make(lookup(definitionRef(title)), form as DefinitionForm);
    $defs.set(name, definition);
    pending.push(...referredNames(definition));
  }
  if ($defs.size === 0) return root;
  return { ...root, $defs: Object.fromEntries([...$defs].toSorted(([left], [right]) => (left < right ? -1 : 1))) };
}

function referredNames(schema: SchemaObject): string[] {
  const names: string[] = [];
  walk(schema, (sub) => {
    if (isSchemaObject(sub) && sub.$ref !== undefined) names.push(definitionName(sub.$ref));
  });
  return names;
}

function withoutAnnotations(schema: SchemaObject, kept: ReadonlySet<string>): SchemaObject {
  const entries = Object.entries(schema).filter(([keyword]) => !isAnnotation(keyword) || kept.has(keyword));
  return mapSubschemas(
    Object.fromEntries(entries),
    ({ schema: sub }): Schema => (isSchemaObject(sub) ? withoutAnnotations(sub, kept) : sub),
  );
}
