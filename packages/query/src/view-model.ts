import {
  type Catalogue,
  type Envelope,
  type EventDefinition,
  type FieldDescriptor,
  hostFieldOf,
} from "@metric-events/runtime";
import { distinctInSql, sqlType } from "./sql-type.js";

/** A view that queries name. */
export interface View {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly ViewColumn[];
}

export interface ViewColumn {
  readonly name: string;
  readonly type: string;
  /** Unit and meaning. */
  readonly comment: string;
}

/** The view of the events of one name. */
export interface EventView extends View {
  readonly eventName: string;
  readonly snakeName: string;
  /** The column with the time as a TIMESTAMP. */
  readonly timeColumn: string;
  /** The columns that say where an event comes from. */
  readonly origin: OriginColumns;
  /** The column that says what looks wrong with an event. */
  readonly anomalyColumn: string;
  readonly envelope: Envelope;
  /** Those that are columns of their own. */
  readonly fields: readonly FieldDescriptor[];
  /** Those of its lines: also a time that only {@link timeColumn} shows. */
  readonly stored: readonly FieldDescriptor[];
}

/** Names of columns. They are `host`, `file` and `line`, unless the event has other fields of these names. */
export interface OriginColumns {
  readonly host: string;
  readonly file: string;
  readonly line: string;
  /** The field with the host that the event names, if its schema has one. */
  readonly hostField: string | undefined;
}

export interface ViewModel {
  readonly events: readonly EventView[];
  /** All events together. */
  readonly all: View;
  readonly invalid: View;
}

const timeColumnName = "ts";

/** The views of a catalogue. */
export function viewModel(catalogue: Catalogue): ViewModel {
  const events = catalogue.definitions.map(eventView);
  const taken = new Set(events.map(({ name }) => name));
  return {
    events,
    all: {
      name: freeName("events", taken),
      description: "All events; a column is NULL where an event does not have the field.",
      columns: unionColumns(events),
    },
    invalid: {
      name: freeName("invalid_lines", taken),
      description:
        "Lines that are not valid events, or have a number that their column does not hold. No other view has them.",
      columns: [
        { name: "host", type: "VARCHAR", comment: "The host, if the name of the log says it." },
        { name: "file", type: "VARCHAR", comment: "The log." },
        { name: "line", type: "BIGINT", comment: "From 1." },
        { name: "column", type: "BIGINT", comment: "Where the first mistake is, in bytes from 1." },
        { name: "kind", type: "VARCHAR", comment: "The kind of bad line, as in metric-events validate." },
        { name: "event", type: "VARCHAR", comment: "The event that the line names, if it does." },
        { name: "message", type: "VARCHAR", comment: "What is wrong." },
        { name: "text", type: "VARCHAR", comment: "The beginning of the line." },
      ],
    },
  };
}

function eventView(definition: EventDefinition): EventView {
  const { eventName, snakeName, envelope, description, fields } = definition;
  // Where the log itself calls the time so, the column has the TIMESTAMP in the place of what the log has.
  const isTaken = ({ name }: FieldDescriptor): boolean =>
    name === envelope.timeField && name.toLowerCase() === timeColumnName;
  const columns = distinctInSql(fields).filter((field) => !isTaken(field));
  const timeColumn = freeName(timeColumnName, new Set(columns.map(({ name }) => name.toLowerCase())));
  const anomalyColumn = freeName("anomaly", new Set(columns.map(({ name }) => name.toLowerCase())));
  const origin = originColumns(hostFieldOf(definition), new Set([...columns.map(({ name }) => name), timeColumn]));
  return {
    name: snakeName,
    eventName,
    snakeName,
    description,
    timeColumn,
    origin,
    anomalyColumn,
    envelope,
    fields: columns,
    stored: distinctInSql(fields),
    columns: [
      { name: timeColumn, type: "TIMESTAMP", comment: "When it happened, in UTC." },
      ...columns.map((field) => ({
        name: field.name,
        type: sqlType(field),
        comment: `${field.unit === undefined ? "" : `in ${field.unit}: `}${field.description}`,
      })),
      { name: anomalyColumn, type: "VARCHAR", comment: anomalyComment },
      ...(origin.host === origin.hostField ? [] : [{ name: origin.host, type: "VARCHAR", comment: hostComment }]),
      { name: origin.file, type: "VARCHAR", comment: "The log that it comes from." },
      { name: origin.line, type: "BIGINT", comment: "Its line there, from 1." },
    ],
  };
}

const anomalyComment =
  "What looks wrong, so that report leaves it out: future, unset-clock, far-past, unix-time or impossible. NULL where nothing does.";
const hostComment = "The host that it comes from, as it says itself, else as the name of its log says.";

function originColumns(hostField: string | undefined, taken: ReadonlySet<string>): OriginColumns {
  const names = new Set([...taken].map((name) => name.toLowerCase()));
  const hostName = "host";
  return {
    hostField,
    host: hostField?.toLowerCase() === hostName ? hostField : freeName(hostName, names),
    file: freeName("file", names),
    line: freeName("line", names),
  };
}

/** A column has the type that all events with the field give it; if they disagree, it is text. */
function unionColumns(events: readonly EventView[]): ViewColumn[] {
  const columns = new Map<string, ViewColumn>();
  for (const column of events.flatMap((event) => event.columns)) {
    const key = column.name.toLowerCase();
    const known = columns.get(key);
    if (known === undefined) columns.set(key, column);
    else if (known.type !== column.type) columns.set(key, { ...known, type: "VARCHAR" });
  }
  return [...columns.values()];
}

/** A name like the one that is wanted, and that nothing else has. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let name = wanted, number = 1; ; name = `${wanted}_${number++}`) if (!taken.has(name)) return name;
}
