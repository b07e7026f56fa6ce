import { type Catalogue, CodedError, didYouMean, type FieldDescriptor, suggest } from "@metric-events/runtime";

/**
 * Why events cannot be selected.
 *
 * - `unknown-event`, `unknown-field`: the catalogue has no such event, or no selected event has such a field.
 * - `invalid-condition`: a condition is not `field=value`.
 */
export type SelectionErrorCode = "unknown-event" | "unknown-field" | "invalid-condition";

/** A selection that does not fit the catalogue. The message says what was expected, and which name was probably meant. */
export class SelectionError extends CodedError<SelectionErrorCode> {
  override readonly name = "SelectionError";
}

/** Whether the value of a line is selected. What is not a JSON object always is: it may have been any event. */
export type Filter = (data: unknown) => boolean;

/**
 * A filter by names of events and by conditions, `field=value`. Several events, and several values of one field, are alternatives;
 * different fields must all match. `undefined` when there is nothing to filter by.
 *
 * @throws {SelectionError}
 */
export function createFilter(
  events: readonly string[],
  conditions: readonly string[],
  catalogue: Catalogue,
): Filter | undefined {
  if (events.length === 0 && conditions.length === 0) return undefined;
  for (const event of events) checkName("event", event, catalogue.eventNames);
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
      const received = JSON.stringify(condition);
      throw new SelectionError("invalid-condition", `expected field=value, such as flavor=small, received ${received}`);
    }
    const field = condition.slice(0, equals);
    checkName("field", field, fields);
    const known = byField.get(field) ?? { path: field.split("."), values: [] };
    known.values.push(condition.slice(equals + 1));
    byField.set(field, known);
  }
  return [...byField.values()];
}

function checkName(what: "event" | "field", name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const hint = didYouMean(suggest(name, known), { otherwise: `expected one of ${known.join(", ")}` });
  throw new SelectionError(`unknown-${what}`, `unknown ${what} ${JSON.stringify(name)}${hint}`);
}

function pathsOf(fields: readonly FieldDescriptor[], parent: string): string[] {
  return fields.flatMap((field) => {
    const path = parent + field.name;
    return [path, ...pathsOf(field.fields ?? [], `${path}.`)];
  });
}

/** Compares strings as they are, numbers by value (12.0 is 12), everything else as JSON. */
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
