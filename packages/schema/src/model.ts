import { defaultEnvelope, type Envelope } from "@metric-events/runtime";
import { withCheckedTime } from "./envelope/checked-time.js";
import { envelopeOfEvent, eventEnvelope } from "./envelope/event-envelope.js";
import { FieldDescriber, type FieldModel, type OtherModel, type UnionModel } from "./field-model.js";
import { Flattener } from "./flatten.js";
import type { SchemaFile, SchemaSet } from "./load.js";
import { resolveRef } from "./resolve.js";
import { isSchemaObject, type SchemaObject } from "./schema-types.js";

/** One event of a schema set. */
export interface EventModel {
  /** Name on the wire: `runner_start`. */
  readonly eventName: string;
  /** The name in snake case, which is that of its file: `order_placed` for `Order placed`. */
  readonly snakeName: string;
  /** Name of the generated type: `RunnerStart`. */
  readonly typeName: string;
  readonly description: string;
  readonly since?: string;
  readonly deprecated?: true;
  /** Name of the event that this one ends. */
  readonly ends?: string;
  /** The fields of its name and its time. */
  readonly envelope: Envelope;
  readonly file: SchemaFile;
  /** The flattened schema, open: the reader contract. */
  readonly schema: SchemaObject;
  /** In wire order. */
  readonly fields: readonly FieldModel[];
  /** Alternatives of the whole event. They declare no further fields. */
  readonly unions?: readonly UnionModel[];
  /** What undeclared fields may be. */
  readonly others?: readonly OtherModel[];
  /** Titles of shared schemas that the root brings in through `allOf`, such as `Event`. */
  readonly extends: readonly string[];
}

/** The events of a schema set and the titled schemas that they share. */
export interface CatalogueModel {
  /** In the order of their names. */
  readonly events: readonly EventModel[];
  /** Of all events. */
  readonly envelope: Envelope;
  /** Flattened, by title: what fields refer to by `#/$defs/<title>`, and what events extend. */
  readonly definitions: ReadonlyMap<string, SchemaObject>;
}

/** The catalogue that schema files describe. The set must have no lint errors. */
export function buildCatalogue(set: SchemaSet): CatalogueModel {
  const flattener = new Flattener(set);
  const definitions: ReadonlyMap<string, SchemaObject> = flattener.definitions;
  const files = set.files.filter((file) => file.role === "event");
  const flat = files.map((file) => {
    const said = eventEnvelope(set, file);
    const envelope = envelopeOfEvent(said);
    const schema = withCheckedTime(flattener.flattenRoot(file), envelope, definitions);
    return { file, schema, envelope, eventName: said.name.value ?? "", bases: baseFiles(set, file) };
  });
  for (const base of flat.flatMap(({ bases }) => bases)) flattener.define(base);
  const events = flat.map(({ file, schema, envelope, eventName, bases }): EventModel => {
    const { title = "", description = "", since, deprecated, ends } = schema;
    // Its bound is for one event.
    const describer = new FieldDescriber(definitions);
    return {
      eventName,
      snakeName: file.stem,
      typeName: title,
      description,
      ...(since === undefined ? {} : { since }),
      ...(deprecated === true ? { deprecated } : {}),
      ...(ends === undefined ? {} : { ends }),
      envelope,
      file,
      schema,
      fields: describer.fieldsOf(schema),
      ...describer.partsOf(schema),
      extends: bases.map((base) => base.schema.title ?? ""),
    };
  });
  const sorted = events.toSorted(byName);
  return { events: sorted, envelope: sorted[0]?.envelope ?? defaultEnvelope, definitions };
}

function byName(left: EventModel, right: EventModel): number {
  return left.eventName < right.eventName ? -1 : 1;
}

function baseFiles(set: SchemaSet, file: SchemaFile): SchemaFile[] {
  return (file.schema.allOf ?? []).flatMap((branch) => {
    const target = isSchemaObject(branch) && branch.$ref !== undefined ? resolveRef(set, file, branch.$ref) : undefined;
    const isTitledFile =
      target !== undefined && "file" in target && target.pointer === "" && target.file.schema.title !== undefined;
    return isTitledFile ? [target.file] : [];
  });
}
