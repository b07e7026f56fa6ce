import {
  type Catalogue,
  didYouMean,
  type FieldDescriptor,
  fieldPath,
  fieldsNamed,
  findEvent,
  hostFieldOf,
  type JsonType,
  listNames,
  suggest,
} from "@metric-events/runtime";
import { parseSpan } from "@metric-events/text";
import { isOrder, jsonNumber, type Operator, operators, type ValueTest, valueTest } from "./operators.js";
import { SelectionError } from "./selection-error.js";

/** What a condition looks like, for help and messages. */
export const conditionForms = "field=value, !=, <, <=, >, >=, ~ or !~";

/** A field that conditions may be about, with the names that lead to it. */
export interface SelectableField {
  readonly names: readonly string[];
  readonly types: readonly JsonType[];
  readonly unit?: string;
}

/** What must hold of one field. */
export interface FieldCondition {
  /** The names that lead to the field. */
  readonly names: readonly string[];
  readonly types: readonly JsonType[];
  readonly operator: Operator;
  /** What it is compared with; of an order, the number that it is. */
  readonly value: string;
  readonly test: ValueTest;
}

/** The names of events as the catalogue has them. @throws {SelectionError} */
export function selectedNames(events: readonly string[], catalogue: Catalogue): ReadonlySet<string> {
  return new Set(
    events.map((event) => {
      const found = findEvent(catalogue, event);
      if (found === undefined) throw unknownName("event", event, catalogue.eventNames);
      return found.eventName;
    }),
  );
}

/**
 * Conditions on the fields of the selected events, or of all.
 *
 * @throws {SelectionError} with the place in the condition, and what is allowed there.
 */
export function parseConditions(
  conditions: readonly string[],
  events: readonly string[],
  catalogue: Catalogue,
): readonly FieldCondition[] {
  if (conditions.length === 0) return [];
  const names = selectedNames(events, catalogue);
  const searched = catalogue.definitions.filter(({ eventName }) => names.size === 0 || names.has(eventName));
  const fields = searched.flatMap((definition) => selectableFields(definition.fields, []));
  if (!hasOwnHost(catalogue)) fields.push({ names: [hostName], types: ["string"] });
  return conditions.map((condition) => parseCondition(condition, fields));
}

/** What the host of an event is called, whatever its schema calls the field that has it. */
const hostName = "host";

/** Whether some event has a field of this name, whatever it means there. */
function hasOwnHost({ definitions }: Catalogue): boolean {
  return definitions.some(({ fields }) => fields.some(({ name }) => name === hostName));
}

/** Whether names lead to the host of an event, which the name of its log may say as well. */
export function hostConditions(catalogue: Catalogue): (names: readonly string[]) => boolean {
  const own = new Set(catalogue.definitions.flatMap((definition) => hostFieldOf(definition) ?? []));
  if (!hasOwnHost(catalogue)) own.add(hostName);
  return ([first = "", ...others]) => others.length === 0 && own.has(first);
}

/**
 * What must hold of each field: one of its conditions with `=` and `~`, if it has some, and all of the others.
 *
 * @returns a test for each field that has conditions.
 */
export function testsByField(
  conditions: readonly FieldCondition[],
): readonly Omit<FieldCondition, "operator" | "value">[] {
  const byField = new Map<string, FieldCondition[]>();
  for (const condition of conditions) {
    const key = fieldPath(condition.names);
    byField.set(key, [...(byField.get(key) ?? []), condition]);
  }
  return [...byField.values()].map((own) => {
    const alternatives = own.filter(({ operator }) => operator === "=" || operator === "~");
    const others = own.filter((condition) => !alternatives.includes(condition));
    const test: ValueTest = (value) =>
      (alternatives.length === 0 || alternatives.some((each) => each.test(value))) &&
      others.every((each) => each.test(value));
    const { names, types } = own[0] as FieldCondition;
    return { names, types, test };
  });
}

/** `field=value`, where the field's name may have an operator in it, and the value, too. */
function parseCondition(condition: string, fields: readonly SelectableField[]): FieldCondition {
  const found = operatorsIn(condition);
  if (found.length === 0 || found[0]?.at === 0) {
    throw invalid(`expected a field, one of ${operators.join(" ")}, and a value, such as flavor=small`, condition);
  }
  for (const { at, operator } of found) {
    const named = fieldsNamed(condition.slice(0, at), fields);
    const paths = new Map(named.map(({ names }) => [fieldPath(names), names] as const));
    const [names, ...others] = paths.values();
    if (names !== undefined && others.length === 0) {
      const value = valueOf(condition, at + operator.length, operator, named);
      const types = [...new Set(named.flatMap((field) => field.types))];
      return { names, types, operator, value, test: valueTest(operator, value) };
    }
    if (names !== undefined) throw ambiguousName(condition.slice(0, at), [...paths.keys()]);
  }
  const known = [...new Set(fields.map(({ names }) => fieldPath(names)))];
  throw unknownName("field", condition.slice(0, found[0]?.at), known);
}

/** Every place where an operator can begin, the longest operator there. */
function operatorsIn(condition: string): { readonly at: number; readonly operator: Operator }[] {
  return Array.from({ length: condition.length }, (_, at) => at).flatMap((at) => {
    const operator = operators.find((each) => condition.startsWith(each, at));
    return operator === undefined ? [] : [{ at, operator }];
  });
}

/** The value after an operator; of an order, the number that it is: `30m` of seconds is 1800. */
function valueOf(condition: string, start: number, operator: Operator, fields: readonly SelectableField[]): string {
  const value = condition.slice(start);
  if (!isOrder(operator)) return value;
  const { names = [] } = fields[0] ?? {};
  if (!fields.some(({ types }) => types.includes("number") || types.includes("integer"))) {
    const message = `${fieldPath(names)} is not a number, and ${operator} compares numbers; expected =, !=, ~ or !~`;
    throw invalid(`${message} at character ${start - operator.length + 1}`, condition);
  }
  const trimmed = value.trim();
  if (jsonNumber.test(trimmed)) return trimmed;
  const isDuration = fields.some(({ unit }) => unit === "s");
  const seconds = isDuration ? parseSpan(trimmed) : undefined;
  if (seconds !== undefined) return String(seconds);
  const expected = isDuration ? "a number of seconds or a duration such as 90s, 30m or 2h" : "a number";
  throw invalid(`expected ${expected} after ${operator} at character ${start + 1}`, condition);
}

function invalid(message: string, condition: string): SelectionError {
  return new SelectionError("invalid-condition", `${message}, received ${JSON.stringify(condition)}`);
}

function ambiguousName(name: string, paths: readonly string[]): SelectionError {
  return new SelectionError("unknown-field", `ambiguous field ${JSON.stringify(name)}; write ${paths.join(" or ")}`);
}

function unknownName(what: "event" | "field", name: string, known: readonly string[]): SelectionError {
  const hint = didYouMean(suggest(name, known), { otherwise: `expected one of ${listNames(known, name)}` });
  return new SelectionError(`unknown-${what}`, `unknown ${what} ${JSON.stringify(name)}${hint}`);
}

function selectableFields(fields: readonly FieldDescriptor[], parents: readonly string[]): SelectableField[] {
  return fields.flatMap(({ name, types, unit, fields: inner = [] }) => {
    const names = [...parents, name];
    return [{ names, types, ...(unit === undefined ? {} : { unit }) }, ...selectableFields(inner, names)];
  });
}
