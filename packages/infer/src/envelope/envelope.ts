import { type Envelope, secondsOf, type TimeKind } from "@metric-events/runtime";
import type { LogObject } from "../log-objects.js";

/** Which fields of a line hold what every event has. */
export interface EnvelopeFields {
  /** The field that names the event; `undefined` when all lines are one event. */
  readonly eventField: string | undefined;
  readonly timeField: string;
  readonly timeKind: TimeKind;
}

/** How the lines of a log are the events of the proposal. Plain data. */
export interface LineMapping extends EnvelopeFields {
  /** Whether each line is an event as it stands. It is where a field names the event. */
  readonly isIdentity: boolean;
  /** The names in the log, and those of the schemas, which are in snake case: their files have them. */
  readonly names: readonly { readonly inLog: string; readonly event: string }[];
}

/** The event of all lines, where no field names it. */
export const onlyEvent = "log_line";

/** The field that then has its name. */
const addedField = "event";

/** The envelope of the proposed events. */
export function proposedEnvelope({ eventField = addedField, timeField, timeKind }: EnvelopeFields): Envelope {
  return { nameField: eventField, timeField, timeKind };
}

/** What every event has. */
interface LineHead {
  /** The name of the event, as it stands in the line. */
  readonly name: string;
  /** Unix seconds. */
  readonly time: number;
}

/** A longer text is a message, and no name. */
const maxNameLength = 1000;

/** What a line says as every event does; or what it lacks. */
export function headOf(line: LogObject["value"], fields: EnvelopeFields): LineHead | "no-name" | "no-time" {
  const { eventField, timeField, timeKind } = fields;
  const name = eventField === undefined ? onlyEvent : ownValue(line, eventField);
  if (typeof name !== "string" || name === "" || name.length > maxNameLength || !isWellFormed(name)) return "no-name";
  const time = secondsOf(ownValue(line, timeField), timeKind);
  return time === undefined ? "no-time" : { name, time };
}

/** A line as it is an event: it lacks the name where all lines are one event, and another field may be called like it. */
export function fieldsOf(line: LogObject["value"], { eventField }: EnvelopeFields): object {
  if (eventField !== undefined || !Object.hasOwn(line, addedField)) return line;
  // fromEntries makes own properties of all names, `__proto__` included.
  return Object.fromEntries(
    Object.entries(line).map(([field, value]) => [field === addedField ? freeName(field, line) : field, value]),
  );
}

/**
 * Makes events of the lines of a log, as a proposal describes them: the lines themselves where a field names the event, else with the name
 * added. Of a line that the proposal leaves out, nothing.
 */
export function eventOfLine(mapping: LineMapping): (line: LogObject["value"]) => object | undefined {
  const known = new Set(mapping.names.map(({ inLog }) => inLog));
  return (line) => {
    const head = headOf(line, mapping);
    if (typeof head === "string" || !known.has(head.name)) return undefined;
    return mapping.eventField === undefined ? { [addedField]: onlyEvent, ...fieldsOf(line, mapping) } : line;
  };
}

function ownValue(line: LogObject["value"], field: string): unknown {
  return Object.hasOwn(line, field) ? line[field] : undefined;
}

function freeName(field: string, line: LogObject["value"]): string {
  let name = `other_${field}`;
  while (Object.hasOwn(line, name)) name = `other_${name}`;
  return name;
}

/** No schema file can hold half of a surrogate pair. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
