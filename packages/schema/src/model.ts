import { defaultEnvelope, type Envelope } from "@metric-events/runtime";
import { withCheckedTime } from "./envelope/checked-time.js";
import { envelopeOfEvent, envelopesOf, eventEnvelope } from "./envelope/event-envelope.js";
import { FieldDescriber } from "./field-describer.js";
import type { FieldModel, OtherModel, UnionModel } from "./field-model.js";
import { type Flattener, flattenerOf } from "./flatten.js";
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
  /** What begins with that event and ends with this one, as the plural that SQL calls it: `jobs`. */
  readonly pairs?: string;
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
  const flattener = flattenerOf(set);
  const files = set.files.filter((file) => file.role === "event");
  for (const file of files) flattener.flattenRoot(file);
  for (const base of files.flatMap((file) => baseFiles(set, file))) flattener.define(base);
  const { events, definitions } = outlineCatalogue(set);
  const loaded = events.map((event) => event.load());
  return { events: loaded, envelope: loaded[0]?.envelope ?? defaultEnvelope, definitions };
}

/** One event of a schema set, of which only the name and the envelope are known until somebody asks for more. */
export interface EventOutline extends Pick<EventModel, "eventName" | "snakeName" | "envelope"> {
  /** Always the same model. */
  readonly load: () => EventModel;
}

/** The same with events that are looked at only when they are asked for. `definitions` has what those refer to that were loaded. */
export function outlineCatalogue(set: SchemaSet): Pick<CatalogueModel, "definitions"> & {
  readonly events: readonly EventOutline[];
} {
  const flattener = flattenerOf(set);
  const files = set.files.filter((file) => file.role === "event");
  const envelopes = envelopesOf(set);
  const events = files.map((file): EventOutline => {
    let model: EventModel | undefined;
    const said = envelopes.get(file) ?? eventEnvelope(set, file);
    const known = { eventName: said.name.value ?? "", snakeName: file.stem, envelope: envelopeOfEvent(said) };
    const load = (): EventModel => (model ??= eventModel(file, known, set, flattener));
    return { ...known, load };
  });
  return { events: events.toSorted(byName), definitions: flattener.definitions };
}

function eventModel(
  file: SchemaFile,
  known: Pick<EventModel, "eventName" | "snakeName" | "envelope">,
  set: SchemaSet,
  flattener: Flattener,
): EventModel {
  const schema = withCheckedTime(flattener.flattenRoot(file), known.envelope, flattener.definitions);
  const bases = baseFiles(set, file);
  for (const base of bases) flattener.define(base);
  const { title = "", description = "", since, deprecated, ends, pairs } = schema;
  // Its bound is for one event.
  const describer = new FieldDescriber(flattener.definitions);
  return {
    ...known,
    typeName: title,
    description,
    ...(since === undefined ? {} : { since }),
    ...(deprecated === true ? { deprecated } : {}),
    ...(ends === undefined ? {} : { ends }),
    ...(pairs === undefined ? {} : { pairs }),
    file,
    schema,
    fields: describer.fieldsOf(schema),
    ...describer.partsOf(schema),
    extends: bases.map((base) => base.schema.title ?? ""),
  };
}

function byName(left: EventOutline, right: EventOutline): number {
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
