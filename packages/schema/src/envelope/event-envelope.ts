import { defaultEnvelope, type Envelope, joinPointer, type TimeKind, unitsPerSecond } from "@metric-events/runtime";
import type { SchemaFile, SchemaSet } from "../load.js";
import { annotationsOf, declarations, describe, type Site } from "../locations.js";
import type { SchemaObject } from "../schema-types.js";

/** A field of the envelope as the schema of an event has it. */
interface EnvelopeField {
  readonly field: string;
  /** Whether a schema marks it by `envelope`; else it has the usual name. */
  readonly isMarked: boolean;
  /** All fields that are marked so. More than one is a mistake. */
  readonly marked: readonly string[];
  /** Where it is declared; empty if it is not. */
  readonly sites: readonly Site[];
  /** Whether every event has it. */
  readonly isRequired: boolean;
}

/** The fields of an event that have its name and its time, as its schemas say. */
export interface EventEnvelope {
  readonly name: EnvelopeField & {
    /** The constant that the event's own file has there. */
    readonly value: string | undefined;
  };
  readonly time: EnvelopeField & {
    /** `undefined` for what is not a time. */
    readonly kind: TimeKind | undefined;
    /** What the schemas say about it. */
    readonly said: SchemaObject;
  };
  /** Whether all references from the root of the event lead somewhere. */
  readonly isComplete: boolean;
}

/** Finds the name and the time among the fields of an event: those that are marked by `envelope`, else `event` and `timestamp`. */
export function eventEnvelope(set: SchemaSet, file: SchemaFile): EventEnvelope {
  const { parts, isComplete } = describe(set, { file, pointer: "", schema: file.schema });
  const always = parts.filter(({ branch }) => branch === undefined);
  const required = new Set(always.flatMap(({ schema }) => schema.required ?? []));
  const declared = declarations(always);
  const said = new Map(
    [...declared].flatMap(([field, sites]) => (maySay(field, sites) ? [[field, saidOf(set, sites)] as const] : [])),
  );
  const find = (role: "name" | "time", usual: string): EnvelopeField => {
    const marked = [...said].filter(([, { envelope }]) => envelope === role).map(([field]) => field);
    const [field = usual] = marked;
    const sites = declared.get(field) ?? [];
    return { field, isMarked: marked.length > 0, marked, sites, isRequired: required.has(field) };
  };
  const name = find("name", defaultEnvelope.nameField);
  const time = find("time", defaultEnvelope.timeField);
  const aboutTime = said.get(time.field) ?? {};
  return {
    name: { ...name, value: constantOf(file.schema, name.field) },
    time: { ...time, said: aboutTime, kind: timeKindOf(aboutTime, time.isMarked) },
    isComplete,
  };
}

/** The same for tools. An event without lint errors has a time of some kind. */
export function envelopeOfEvent({ name, time }: EventEnvelope): Envelope {
  return { nameField: name.field, timeField: time.field, timeKind: time.kind ?? defaultEnvelope.timeKind };
}

const envelopes = new WeakMap<SchemaSet["files"], ReadonlyMap<SchemaFile, EventEnvelope>>();

/** The envelope of each event of a set, which is looked for once for each list of files. */
export function envelopesOf(set: SchemaSet): ReadonlyMap<SchemaFile, EventEnvelope> {
  const events = set.files.filter(({ role }) => role === "event");
  const known = envelopes.get(set.files) ?? new Map(events.map((file) => [file, eventEnvelope(set, file)]));
  envelopes.set(set.files, known);
  return known;
}

/** Where the file of an event has its name. */
export function namePointer(envelope: EventEnvelope | undefined): string {
  return joinPointer("/properties", envelope?.name.field ?? "", "const");
}

/** Whether a field may be one of the envelope; to follow the references of all others would take long. */
function maySay(field: string, sites: readonly Site[]): boolean {
  if (field === defaultEnvelope.nameField || field === defaultEnvelope.timeField) return true;
  return sites.some(({ schema: { envelope, $ref, allOf } }) =>
    [envelope, $ref, allOf].some((each) => each !== undefined),
  );
}

function saidOf(set: SchemaSet, sites: readonly Site[]): SchemaObject {
  return Object.assign({}, ...sites.map((site) => annotationsOf(describe(set, site))));
}

function constantOf({ properties = {} }: SchemaObject, field: string): string | undefined {
  const schema = Object.hasOwn(properties, field) ? properties[field] : undefined;
  return typeof schema === "object" && typeof schema.const === "string" ? schema.const : undefined;
}

/** A number without a unit has seconds where no schema says that it is the time, as before there was a way to say it. */
function timeKindOf({ type, unit, format }: SchemaObject, isMarked: boolean): TimeKind | undefined {
  if (type === "string") return format === "date-time" ? format : undefined;
  if (type !== "number" && type !== "integer") return undefined;
  if (unit === undefined) return isMarked ? undefined : defaultEnvelope.timeKind;
  return isTimeUnit(unit) ? unit : undefined;
}

function isTimeUnit(unit: string): unit is Exclude<TimeKind, "date-time"> {
  return Object.hasOwn(unitsPerSecond, unit);
}
