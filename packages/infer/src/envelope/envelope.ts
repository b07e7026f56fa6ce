import type { LogObject } from "../log-objects.js";
import { secondsOf, type TimeForm } from "./time-form.js";

/** Which fields of a line hold what every event has. */
export interface EnvelopeFields {
  /** The field that names the event; `undefined` when all lines are one event. */
  readonly eventField: string | undefined;
  readonly timeField: string;
  readonly timeForm: TimeForm;
}

/** How the lines of a log become events of the proposal. Plain data. */
export interface LineMapping extends EnvelopeFields {
  /** Whether each line is an event as it stands: `timestamp` in Unix seconds, and `event` with a name in snake case. */
  readonly isIdentity: boolean;
  /** The event of each name in the log. */
  readonly names: readonly { readonly inLog: string; readonly event: string }[];
}

/** The event of all lines, where no field names it. */
export const onlyEvent = "log_line";

/** What every event has. */
interface LineHead {
  /** The name of the event, as it stands in the line. */
  readonly name: string;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** What a line says as every event does; or what it lacks. */
export function headOf(line: LogObject["value"], fields: EnvelopeFields): LineHead | "no-name" | "no-time" {
  const { eventField, timeField, timeForm } = fields;
  const name = eventField === undefined ? onlyEvent : ownValue(line, eventField);
  if (typeof name !== "string" || name === "") return "no-name";
  const timestamp = secondsOf(ownValue(line, timeField), timeForm);
  return timestamp === undefined ? "no-time" : { name, timestamp };
}

/** The other fields of a line, as an object of their own: those called `timestamp` or `event` get another name. */
export function otherFields(line: LogObject["value"], { eventField, timeField }: EnvelopeFields): object {
  const others = Object.entries(line).filter(([field]) => field !== eventField && field !== timeField);
  // fromEntries makes own properties of all names, `__proto__` included.
  return Object.fromEntries(others.map(([field, value]) => [freeName(field, line), value]));
}

/**
 * Makes events of the lines of a log, as a proposal describes them: `timestamp` in Unix seconds and `event` first, then the other fields as
 * they are. Of a line that the proposal leaves out, nothing.
 */
export function eventOfLine(mapping: LineMapping): (line: LogObject["value"]) => object | undefined {
  const events = new Map(mapping.names.map(({ inLog, event }) => [inLog, event]));
  return (line) => {
    const head = headOf(line, mapping);
    const event = typeof head === "string" ? undefined : events.get(head.name);
    if (typeof head === "string" || event === undefined) return undefined;
    const fields = Object.entries(otherFields(line, mapping));
    return Object.fromEntries([["timestamp", head.timestamp], ["event", event], ...fields]);
  };
}

function ownValue(line: LogObject["value"], field: string): unknown {
  return Object.hasOwn(line, field) ? line[field] : undefined;
}

/** Another field may be called like one of the envelope. */
function freeName(field: string, line: LogObject["value"]): string {
  if (field !== "timestamp" && field !== "event") return field;
  let name = `other_${field}`;
  while (Object.hasOwn(line, name)) name = `other_${name}`;
  return name;
}
