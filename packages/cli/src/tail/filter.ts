import type { Catalogue, FieldDescriptor } from "@metric-events/core/runtime";
import { suggest } from "@metric-events/core/runtime";
import { UsageError } from "../errors.js";

/** Says whether what a line holds is asked for. What is no JSON object is never filtered out: nobody knows what it was. */
export type Filter = (data: unknown) => boolean;

/**
 * The filter of `--event` and `--where`. Several events, and several values of one field, are alternatives; different fields must
 * all match.
 *
 * @throws {UsageError} for a name that no event has.
 */
export function createFilter(
  events: readonly string[],
  conditions: readonly string[],
  catalogue: Catalogue,
): Filter | undefined {
  if (events.length === 0 && conditions.length === 0) return undefined;
  for (const event of events) checkName("event", event, catalogue.eventNames, "--event");
  const searched = catalogue.definitions.filter(({ eventName }) => events.length === 0 || events.includes(eventName));
  const fields = [...new Set(searched.flatMap((definition) => pathsOf(definition.fields, "")))];
  const wanted = parseConditions(conditions, fields);
  return (data) => {
    if (typeof data !== "object" || data === null) return true;
    const event: unknown = Reflect.get(data, "event");
    if (events.length > 0 && !events.some((name) => name === event)) return false;
    return wanted.every(({ path, values }) => matchesAny(valueAt(data, path), values));
  };
}

interface Condition {
  readonly path: readonly string[];
  readonly values: string[];
}

function parseConditions(conditions: readonly string[], fields: readonly string[]): Condition[] {
  const byField = new Map<string, Condition>();
  for (const condition of conditions) {
    const equals = condition.indexOf("=");
    if (equals <= 0) {
      throw new UsageError(
        `--where: expected field=value, such as flavor=small, received ${JSON.stringify(condition)}`,
      );
    }
    const field = condition.slice(0, equals);
    checkName("field", field, fields, "--where");
    const known = byField.get(field) ?? { path: field.split("."), values: [] };
    known.values.push(condition.slice(equals + 1));
    byField.set(field, known);
  }
  return [...byField.values()];
}

function checkName(what: string, name: string, known: readonly string[], flag: string): void {
  if (known.includes(name)) return;
  const meant = suggest(name, known);
  const hint = meant === undefined ? `expected one of ${known.join(", ")}` : `did you mean ${meant}?`;
  throw new UsageError(`${flag}: unknown ${what} ${JSON.stringify(name)}; ${hint}`);
}

function pathsOf(fields: readonly FieldDescriptor[], parent: string): string[] {
  return fields.flatMap((field) => {
    const path = parent + field.name;
    return [path, ...pathsOf(field.fields ?? [], `${path}.`)];
  });
}

/** Strings as they are, numbers by what they are worth (12.0 is 12), everything else as JSON. */
function matchesAny(value: unknown, texts: readonly string[]): boolean {
  if (typeof value === "number") return texts.some((text) => text.trim() !== "" && Number(text) === value);
  const written = typeof value === "string" ? value : JSON.stringify(value);
  return texts.some((text) => text === written);
}

function valueAt(data: object, path: readonly string[]): unknown {
  let value: unknown = data;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}
