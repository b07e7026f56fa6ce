import type { EventDefinition, FieldDescriptor, JsonValue, ValueDescriptor } from "@metric-events/runtime";
import { quoteForPosix } from "../completion/quote.js";
import { type EventFlag, flagsOf } from "./flags.js";

/** A valid event from the examples of the fields; a field without an example gets a value of its type. */
export function exampleEvent(definition: EventDefinition): Record<string, JsonValue> {
  const all = exampleObject(definition.fields, () => true);
  const event = { ...all, event: definition.eventName };
  const isValid: boolean = definition.isWritable(event);
  if (isValid) return event;
  // The made-up value of an optional field may be invalid: leave such fields out.
  return {
    ...exampleObject(definition.fields, (field) => field.required || hasExample(field)),
    event: definition.eventName,
  };
}

function hasExample({ examples, values }: FieldDescriptor): boolean {
  return examples !== undefined || values !== undefined;
}

function exampleObject(
  fields: readonly FieldDescriptor[],
  isWanted: (field: FieldDescriptor) => boolean,
): Record<string, JsonValue> {
  return Object.fromEntries(fields.filter(isWanted).map((field) => [field.name, exampleValue(field, isWanted)]));
}

function exampleValue(
  value: ValueDescriptor & Partial<FieldDescriptor>,
  isWanted: (field: FieldDescriptor) => boolean,
): JsonValue {
  const [known] = [...(value.examples ?? []), ...(value.values ?? [])];
  if (known !== undefined) return known;
  if (value.fields !== undefined) return exampleObject(value.fields, isWanted);
  switch (value.types[0]) {
    case "boolean":
      return true;
    case "number":
    case "integer":
      return 1;
    case "array":
      return value.items === undefined ? [] : [exampleValue(value.items, isWanted)];
    case "object":
      return {};
    case "string":
      return "text";
    case "null":
    case undefined:
      return null;
    default:
      return value.types[0] satisfies never;
  }
}

const maxLineLength = 100;

/** A shell command that issues the example event, over several lines. */
export function exampleCommand(definition: EventDefinition): string[] {
  const event = exampleEvent(definition);
  const flags = flagsOf(definition);
  const onlyJson = flags.filter(({ isShadowed, wireName }) => isShadowed && event[wireName] !== undefined);
  const json = Object.fromEntries(onlyJson.map(({ wireName }) => [wireName, event[wireName]]));
  const words = [
    ...flags.flatMap((flag) => wordsFor(flag, valueAt(event, flag.path))),
    ...(onlyJson.length === 0 ? [] : [`--json ${shellQuote(JSON.stringify(json))}`]),
  ];
  const lines: string[] = [];
  let line = `metric-events emit ${definition.eventName}`;
  for (const word of words) {
    if (line.length + word.length + 3 > maxLineLength) {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    } else line += ` ${word}`;
  }
  return [...lines, line];
}

function wordsFor(flag: EventFlag, value: JsonValue | undefined): string[] {
  // The fields of an object have flags of their own.
  if (value === undefined || flag.isShadowed || flag.field.fields !== undefined) return [];
  const values = flag.value === "list" && Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return values.map(
    (each) =>
      `${shellQuote(`--${flag.name}`)} ${shellQuote(typeof each === "string" && flag.value !== "json" ? each : JSON.stringify(each))}`,
  );
}

function valueAt(event: JsonValue, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = event;
  for (const name of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    value = (value as Readonly<Record<string, JsonValue>>)[name];
  }
  return value;
}

/** A literal word for a shell, quoted where it has to be. */
function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quoteForPosix(word);
}
