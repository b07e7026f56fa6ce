import { type Catalogue, type FieldDescriptor, fieldPath, fieldsNamed, suggest } from "@metric-events/runtime";

/**
 * Why events cannot be selected.
 *
 * - `unknown-event`, `unknown-field`: the catalogue has no such event, or no selected event has such a field.
 * - `invalid-condition`: a condition is not `field=value`.
 */
export type SelectionErrorCode = "unknown-event" | "unknown-field" | "invalid-condition";

/** A selection that does not fit the catalogue. The message says what was expected, and which name was probably meant. */
export class SelectionError extends Error {
  override readonly name = "SelectionError";
  readonly code: SelectionErrorCode;

  constructor(code: SelectionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
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
  for (const event of events) {
    if (!catalogue.eventNames.includes(event)) throw unknownName("event", event, catalogue.eventNames);
  }
  const searched = catalogue.definitions.filter(({ eventName }) => events.length === 0 || events.includes(eventName));
  const fields = searched.flatMap((definition) => namedFields(definition.fields, []));
  const wanted = parseConditions(conditions, fields);
  return (data) => {
    if (typeof data !== "object" || data === null) return true;
    const event: unknown = Reflect.get(data, "event");
    if (events.length > 0 && !events.some((name) => name === event)) return false;
    return wanted.every(({ path, values }) => matchesAny(valueAt(data, path), values));
  };
}

/** A field, with the names that lead to it. */
interface NamedField {
  readonly names: readonly string[];
}

interface Condition {
  readonly path: readonly string[];
  readonly values: string[];
}

function parseConditions(conditions: readonly string[], fields: readonly NamedField[]): Condition[] {
  const byField = new Map<string, Condition>();
  for (const condition of conditions) {
    const { path, value } = parseCondition(condition, fields);
    const key = fieldPath(path);
    const known = byField.get(key) ?? { path, values: [] };
    known.values.push(value);
    byField.set(key, known);
  }
  return [...byField.values()];
}

/** `field=value`, where the field's name may have an `=` in it, and the value, too. */
function parseCondition(condition: string, fields: readonly NamedField[]): { path: readonly string[]; value: string } {
  const first = condition.indexOf("=");
  if (first <= 0) {
    const received = JSON.stringify(condition);
    throw new SelectionError("invalid-condition", `expected field=value, such as flavor=small, received ${received}`);
  }
  for (let equals = first; equals > 0; equals = condition.indexOf("=", equals + 1)) {
    const paths = new Map(
      fieldsNamed(condition.slice(0, equals), fields).map(({ names }) => [fieldPath(names), names] as const),
    );
    const [path, ...others] = paths.values();
    if (path !== undefined && others.length === 0) return { path, value: condition.slice(equals + 1) };
    if (path !== undefined) throw unknownName("field", condition.slice(0, equals), [...paths.keys()]);
  }
  const known = [...new Set(fields.map(({ names }) => fieldPath(names)))];
  throw unknownName("field", condition.slice(0, first), known);
}

function unknownName(what: "event" | "field", name: string, known: readonly string[]): SelectionError {
  const meant = suggest(name, known);
  const hint = meant === undefined ? `expected one of ${known.join(", ")}` : `did you mean ${meant}?`;
  return new SelectionError(`unknown-${what}`, `unknown ${what} ${JSON.stringify(name)}; ${hint}`);
}

function namedFields(fields: readonly FieldDescriptor[], parents: readonly string[]): NamedField[] {
  return fields.flatMap((field) => {
    const names = [...parents, field.name];
    return [{ names }, ...namedFields(field.fields ?? [], names)];
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
