import {
  type Catalogue,
  CodedError,
  canonicalNumber,
  didYouMean,
  doubleFit,
  eventNameIn,
  type FieldDescriptor,
  fieldPath,
  fieldsNamed,
  findEvent,
  listNames,
  suggest,
} from "@metric-events/runtime";
import { exactJson } from "../line/exact-numbers.js";
import { ExactNumber } from "../line/number-tokens.js";

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

/**
 * Whether the value of a line is selected. What is not a JSON object always is: it may have been any event. Numbers that a double would
 * change are compared exactly where the value has them as `withExactNumbers` puts them there.
 */
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
  const names = new Set(
    events.map((event) => {
      const found = findEvent(catalogue, event);
      if (found === undefined) throw unknownName("event", event, catalogue.eventNames);
      return found.eventName;
    }),
  );
  const { envelope } = catalogue;
  const searched = catalogue.definitions.filter(({ eventName }) => names.size === 0 || names.has(eventName));
  const fields = searched.flatMap((definition) => namedFields(definition.fields, []));
  const wanted = parseConditions(conditions, fields);
  return (data) => {
    if (typeof data !== "object" || data === null) return true;
    if (names.size > 0 && !names.has(eventNameIn(data, envelope) ?? "")) return false;
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
    if (path !== undefined) throw ambiguousName(condition.slice(0, equals), [...paths.keys()]);
  }
  const known = [...new Set(fields.map(({ names }) => fieldPath(names)))];
  throw unknownName("field", condition.slice(0, first), known);
}

function ambiguousName(name: string, paths: readonly string[]): SelectionError {
  return new SelectionError("unknown-field", `ambiguous field ${JSON.stringify(name)}; write ${paths.join(" or ")}`);
}

function unknownName(what: "event" | "field", name: string, known: readonly string[]): SelectionError {
  const hint = didYouMean(suggest(name, known), { otherwise: `expected one of ${listNames(known, name)}` });
  return new SelectionError(`unknown-${what}`, `unknown ${what} ${JSON.stringify(name)}${hint}`);
}

function namedFields(fields: readonly FieldDescriptor[], parents: readonly string[]): NamedField[] {
  return fields.flatMap((field) => {
    const names = [...parents, field.name];
    return [{ names }, ...namedFields(field.fields ?? [], names)];
  });
}

/** Compares strings as they are, numbers by value (12.0 is 12), everything else as JSON. */
function matchesAny(value: unknown, texts: readonly string[]): boolean {
  if (typeof value === "number") return texts.some((text) => isNumber(text, value));
  if (value instanceof ExactNumber) {
    return texts.some((text) => jsonNumber.test(text.trim()) && canonicalNumber(text.trim()) === value.text);
  }
  const written = typeof value === "string" ? value : exactJson(value);
  return texts.some((text) => text === written);
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Whether a text is a number without rounding it: 9007199254740993 is not 9007199254740992, though it is as a double. */
function isNumber(text: string, value: number): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || Number(trimmed) !== value) return false;
  return !jsonNumber.test(trimmed) || doubleFit(trimmed) === "same";
}

function valueAt(data: object, path: readonly string[]): unknown {
  let value: unknown = data;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}
