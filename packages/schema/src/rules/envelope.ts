import { isPlausibleTime, isSameEnvelope, joinPointer, likelyUnit } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { type EventEnvelope, envelopeOfEvent } from "../envelope/event-envelope.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { misplacedMarks } from "./marked-fields.js";

const roles = ["time", "name"] as const;

/** Checks that an event has one field with its name and one with its time, and that the time is one. */
export function checkEnvelope(file: SchemaFile, { envelopes }: LintContext): Problem[] {
  const own = envelopes.get(file);
  if (own === undefined || !own.isComplete) return misplacedMarks(file, "envelope");
  const twice = roles.flatMap((role): Problem[] => {
    const [field, other] = own[role].marked;
    if (field === undefined || other === undefined) return [];
    const params = { role, field, other };
    return [{ code: "envelope-twice", ...placeOf(file, other, own), params }];
  });
  if (twice.length > 0) return [...misplacedMarks(file, "envelope"), ...twice];
  const missing = roles.flatMap((role): Problem[] => {
    const { field, isRequired, sites } = own[role];
    if (isRequired && sites.length > 0) return [];
    return [{ code: "missing-envelope", pointer: "", at: "value", params: { role, field } }];
  });
  return [...misplacedMarks(file, "envelope"), ...missing, ...checkTime(file, own)];
}

function checkTime(file: SchemaFile, { time }: EventEnvelope): Problem[] {
  // Reports, queries and `tail` compute with it.
  if (time.sites.length === 0) return [];
  if (time.kind !== undefined) return checkTimeExample(file, time);
  const { type, unit, format } = time.said;
  const params = { field: time.field, types: [type ?? []].flat(), unit, format };
  return [{ code: "time-kind", ...placeOf(file, time.field, { time }), params }];
}

function checkTimeExample(file: SchemaFile, time: EventEnvelope["time"]): Problem[] {
  const { kind } = time;
  if (kind === undefined || kind === "date-time") return [];
  const example = (time.said.examples ?? []).find(
    (each): each is number => typeof each === "number" && !isPlausibleTime(each, kind),
  );
  const meant = likelyUnit(example ?? 0);
  if (example === undefined || meant === undefined) return [];
  const params = { field: time.field, unit: kind, example, meant };
  return [{ code: "time-example", ...placeOf(file, time.field, { time }), params }];
}

/** Checks that all events of a log can be read in one way. Each is compared with the first one. */
export function checkSharedEnvelope(file: SchemaFile, { envelopes }: LintContext): Problem[] {
  const own = envelopes.get(file);
  if (own === undefined || !own.isComplete) return [];
  const found = firstComplete(envelopes);
  if (found === undefined || found[0] === file || own.time.kind === undefined) return [];
  const [other, first] = found;
  const [mine, theirs] = [envelopeOfEvent(own), envelopeOfEvent(first)];
  if (isSameEnvelope(mine, theirs)) return [];
  const params = { own: mine, first: theirs, other: other.path };
  return [{ code: "envelope-differs", pointer: "", at: "value", params }];
}

function firstComplete(envelopes: LintContext["envelopes"]): [SchemaFile, EventEnvelope] | undefined {
  for (const each of envelopes) if (each[1].isComplete && each[1].time.kind !== undefined) return each;
  return undefined;
}

/** The field in the file of the event, else what brings it in. */
function placeOf(
  file: SchemaFile,
  field: string,
  { time }: Pick<EventEnvelope, "time">,
): { readonly pointer: string; readonly at: "key" } {
  const own = Object.hasOwn(file.schema.properties ?? {}, field);
  const site = time.field === field ? time.sites.find((each) => each.file === file) : undefined;
  return { pointer: site?.pointer ?? (own ? joinPointer("/properties", field) : "/allOf"), at: "key" };
}
