import { definitionName } from "./definitions.js";
import { describeSchema } from "./describe.js";
import { FieldDescriber } from "./field-describer.js";
import type { ValueModel } from "./field-model.js";
import type { CatalogueModel, EventModel } from "./model.js";
import { isSchemaObject, type Schema } from "./schema-types.js";
import { walk } from "./walk.js";

/** A schema with a title that others refer to. */
export interface TypeModel extends ValueModel {
  readonly name: string;
  readonly description: string;
}

/** The types that events share, sorted by name. */
export function typeModels({ definitions }: Pick<CatalogueModel, "definitions">): readonly TypeModel[] {
  return [...definitions]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, schema]) => ({
      name,
      description: schema.description ?? "",
      ...new FieldDescriber(definitions).definition(name),
      // Its own name says nothing about it.
      accepts: describeSchema(schema),
    }));
}

/** The names of the shared types that an event consists of, sorted: those that it extends, and those that its fields refer to. */
export function typesOfEvent(
  event: EventModel,
  { definitions }: Pick<CatalogueModel, "definitions">,
): readonly string[] {
  const found = new Set<string>();
  const pending: Schema[] = [event.schema];
  for (const name of event.extends) add(name);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    walk(next, (schema) => {
      if (isSchemaObject(schema) && schema.$ref !== undefined) add(definitionName(schema.$ref));
    });
  }
  return [...found].filter((name) => definitions.has(name)).toSorted();

  function add(name: string): void {
    if (found.has(name)) return;
    found.add(name);
    pending.push(definitions.get(name) ?? true);
  }
}
