import type { Catalogue, Envelope, EventDefinition, TimeKind } from "@metric-events/runtime";
import { hang, jsonText, printable, wrap } from "@metric-events/text";
import { exampleCommand, exampleEvent, shellQuote, simplestExample } from "./example.js";
import { type EventFlag, flagsOf, ownFlags } from "./flags.js";
import { timeForms } from "./parse-time.js";

/** Help for `emit` without an event. */
export function emitHelp({ eventNames, definitions, envelope }: Catalogue, columns: number): string {
  return [
    "Usage: metric-events emit <event> [--<field> <value>…] [options]",
    "       metric-events emit - [options] < events.ndjson",
    "",
    wrap(
      "Appends an event to the metrics log and prints nothing. An event that is not valid under the writer contract is not written; every mistake is reported.",
      columns,
    ),
    "",
    wrap(
      "Each field is a flag, named in kebab case or as in the log. Join the names of nested fields with dots; repeat the flag for each element of an array. With -, each line of standard input is an event; a bad line is reported, and the others are still appended.",
      columns,
    ),
    "",
    wrap(
      "Events that do not name the host they come from, and have a field for it, get the name in METRICS_HOST, if that is set. --host names another, with - for all lines.",
      columns,
    ),
    "",
    printable(`Events: ${eventNames.join(", ")}`),
    "",
    "Options:",
    ...ownOptions(envelope.timeKind, columns),
    "",
    "Examples:",
    ...helpExamples(definitions, envelope).map((line) => `  ${line}`),
    `  jq -c ${shellQuote(`select(${jqPath(envelope.nameField)} == ${jsonText(eventNames[0] ?? "")})`)} other.log | metric-events emit - --path /tmp/copy.log`,
    "",
  ].join("\n");
}

function helpExamples(definitions: Catalogue["definitions"], { nameField, timeField }: Envelope): readonly string[] {
  const simplest = simplestExample(definitions);
  if (simplest === undefined) return [];
  const { eventName, command } = simplest;
  const own = Object.entries(simplest.event).filter(([name]) => name !== nameField && name !== timeField);
  const fields = Object.fromEntries(own);
  const json = `metric-events emit ${shellQuote(eventName)} --json ${shellQuote(jsonText(fields))} --timestamp 2026-11-23T10:15:00Z`;
  return [`metric-events emit ${shellQuote(eventName)} --help`, ...command, json];
}

/** Help for `emit` of one event: its flags and their values. */
export function eventHelp(definition: EventDefinition, columns: number): string {
  const flags = flagsOf(definition).filter(isSettable);
  const shadowed = flagsOf(definition).filter((flag) => flag.isShadowed);
  const event = exampleEvent(definition);
  return [
    `Usage: metric-events emit ${shellQuote(definition.eventName)} [--<field> <value>…] [options]`,
    "",
    wrap(definition.description, columns),
    "",
    "Fields:",
    ...flags.flatMap((flag) => [
      printable(`  --${flag.name} ${placeholder(flag)}`.trimEnd()),
      wrap(about(flag), columns, "      "),
    ]),
    ...(shadowed.length === 0
      ? []
      : [
          "",
          wrap(
            `Set these with --json, since the command has options of the same name, or the name has an =: ${shadowed.map((flag) => flag.wireName).join(", ")}`,
            columns,
          ),
        ]),
    "",
    "Options:",
    ...ownOptions(definition.envelope.timeKind, columns),
    ...(event === undefined
      ? []
      : [
          "",
          "Example:",
          ...exampleCommand(definition, event).map((line) => `  ${line}`),
          "appends",
          `  ${jsonText(event)}`,
        ]),
    "",
  ].join("\n");
}

/** A field as jq names it. */
function jqPath(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `.[${jsonText(name)}]`;
}

/** The flag for a whole object is not listed, since its fields have flags. */
function isSettable({ isShadowed, field }: EventFlag): boolean {
  return !isShadowed && field.fields === undefined;
}

function about({ field, isRequired, path }: EventFlag): string {
  const within = path.length > 1 ? ` within ${path.slice(0, -1).join(".")}` : "";
  const unit = field.unit === undefined ? "" : `, unit ${field.unit}`;
  const deprecated = field.deprecated === true ? "Deprecated. " : "";
  return `${deprecated}${field.description} [${field.accepts}${unit}; ${isRequired ? "required" : "optional"}${within}]`;
}

function placeholder({ value, field }: EventFlag): string {
  switch (value) {
    case "text":
      return field.values === undefined ? "<text>" : `<${field.values.join("|")}>`;
    case "number":
      return "<number>";
    case "boolean":
      return "[true|false]";
    case "list":
      return "<element>…";
    case "json":
      return "<json>";
    default:
      return value satisfies never;
  }
}

function ownOptions(kind: TimeKind, columns: number): string[] {
  return Object.entries(ownFlags).map(([name, { placeholder: value, description }]) => {
    const text = name === "timestamp" ? `when it happened: ${timeForms(kind)} (default: now)` : description;
    return hang(`  ${name === "help" ? "-h, --help" : `--${name} ${value}`}`, text, 22, columns);
  });
}
