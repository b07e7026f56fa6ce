import type { Event, EventDefinition, JsonValue } from "@metric-events/runtime";
import { quoteForPosix } from "../completion/quote.js";
import { type EventFlag, flagsOf } from "./flags.js";

/** An event as JSON. */
type ExampleEvent = Readonly<Record<string, JsonValue>>;

/** A valid event to show, or `undefined`. */
export function exampleEvent(definition: EventDefinition): ExampleEvent | undefined {
  const event: Event | undefined = definition.example();
  return event === undefined ? undefined : (withNumbers(event) as ExampleEvent);
}

/** A value with numbers in place of bigints: those of an example come from a schema, whose numbers doubles hold. */
function withNumbers(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withNumbers);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withNumbers(member)]));
}

const maxLineLength = 100;

/** A shell command that issues an event, over several lines. */
export function exampleCommand(
  definition: Pick<EventDefinition, "eventName" | "fields" | "envelope">,
  event: ExampleEvent,
): string[] {
  const flags = flagsOf(definition);
  const onlyJson = flags.filter(({ isShadowed, path }) => isShadowed && valueAt(event, path) !== undefined);
  const json = Object.fromEntries(onlyJson.map(({ path: [name = ""] }) => [name, event[name]]));
  const words = [
    ...flags.flatMap((flag) => wordsFor(flag, valueAt(event, flag.path))),
    ...(onlyJson.length === 0 ? [] : [`--json ${shellQuote(JSON.stringify(json))}`]),
  ];
  const lines: string[] = [];
  let line = `metric-events emit ${shellQuote(definition.eventName)}`;
  for (const word of words) {
    if (line.length + word.length + 3 > maxLineLength) {
      lines.push(`${line} \\`);
      line = `  ${word}`;
    } else line += ` ${word}`;
  }
  return [...lines, line];
}

function wordsFor(flag: EventFlag, value: JsonValue | undefined): string[] {
  if (value === undefined || flag.isShadowed) return [];
  // The fields of an object have flags of their own.
  if (flag.hasParts && typeof value === "object" && value !== null && !Array.isArray(value)) return [];
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

function lengthOf(command: readonly string[]): number {
  return command.join(" ").length;
}

/** The event with the shortest command, which is the simplest to begin with. `undefined` where no event has an example. */
export function simplestExample(
  definitions: readonly EventDefinition[],
): { readonly eventName: string; readonly event: ExampleEvent; readonly command: readonly string[] } | undefined {
  const examples = definitions.flatMap((definition) => {
    const event = exampleEvent(definition);
    const { eventName } = definition;
    return event === undefined ? [] : [{ eventName, event, command: exampleCommand(definition, event) }];
  });
  return examples.toSorted((left, right) => lengthOf(left.command) - lengthOf(right.command))[0];
}

/** A literal word for a shell, quoted where it has to be. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quoteForPosix(word);
}
