import { timeValueOf } from "@metric-events/runtime";
import { contractSchema } from "./contract-schema.js";
import { asJson } from "./contradiction/as-json.js";
import type { Definitions } from "./definitions.js";
import type { FieldModel, ValueModel } from "./field-model.js";
import { loadCompat } from "./load-compat.js";
import type { EventModel } from "./model.js";
import { addContract, ajvSupply } from "./validation/create-ajv.js";
import { isAccepting } from "./validation/linear-reg-exp.js";

type Fields = Readonly<Record<string, unknown>>;

/** Steps to find an instance in: far more than events need, but few enough to end. */
const budget = 100_000;

/**
 * An event that the writer contract accepts, with as many of its fields as fit together: from their `examples`, else made up. `undefined` if none
 * was found.
 */
export function exampleOf(
  event: EventModel,
  definitions: Definitions,
  isValid: (value: Fields) => boolean = writerValidator(event, definitions),
): Fields | undefined {
  const { fields } = event;
  const time = exampleTime(event);
  const all = { ...exampleObject(fields, () => true), ...time };
  const known = { ...exampleObject(fields, (field) => field.required || hasExample(field)), ...time };
  const whole = [all, known, { ...exampleObject(fields, ({ required }) => required), ...time }].find(isValid);
  const found = whole ?? sampleOf(event, definitions, isValid);
  return found === undefined ? undefined : inOrder(withMore(found, known, isValid), fields);
}

/** A time of our days, where the schema has no example of one. */
function exampleTime({ envelope: { timeField, timeKind }, fields }: EventModel): Fields {
  const hasOwn = fields.some((field) => field.name === timeField && hasExample(field));
  return hasOwn ? {} : { [timeField]: timeValueOf(1_719_900_000.25, timeKind) };
}

const newAjv = ajvSupply({ messages: false });

function writerValidator(event: EventModel, definitions: Definitions): (value: Fields) => boolean {
  const ajv = newAjv();
  addContract(ajv, "example", contractSchema(event, definitions, "writer"));
  const validate = ajv.getSchema("example");
  return (value) => validate !== undefined && isAccepting(validate, value);
}

function sampleOf(
  event: EventModel,
  definitions: Definitions,
  isValid: (value: Fields) => boolean,
): Fields | undefined {
  const writer = contractSchema(event, definitions, "writer", { keep: ["examples", "default"] });
  const found = loadCompat().sample(asJson(writer), { budget, confirm: false });
  const isObject = typeof found === "object" && found !== null && !Array.isArray(found);
  return isObject && isValid(found as Fields) ? (found as Fields) : undefined;
}

/** Adds the known values of further fields, and puts them in the place of made-up ones, one at a time, where the event stays valid. */
function withMore(event: Fields, known: Fields, isValid: (value: Fields) => boolean): Fields {
  let made = event;
  for (const [name, value] of Object.entries(known)) {
    const more = { ...made, [name]: value };
    if (isValid(more)) made = more;
  }
  return made;
}

function inOrder(event: Fields, fields: readonly FieldModel[]): Fields {
  const names = new Set([...fields.map(({ name }) => name), ...Object.keys(event)]);
  return Object.fromEntries([...names].flatMap((name) => (Object.hasOwn(event, name) ? [[name, event[name]]] : [])));
}

function hasExample({ examples, values }: FieldModel): boolean {
  return examples !== undefined || values !== undefined;
}

type IsWanted = (field: FieldModel) => boolean;

function exampleObject(fields: readonly FieldModel[], isWanted: IsWanted): Fields {
  return Object.fromEntries(fields.filter(isWanted).map((field) => [field.name, exampleValue(field, isWanted)]));
}

function exampleValue(value: ValueModel & Partial<FieldModel>, isWanted: IsWanted): unknown {
  const [known] = [...(value.examples ?? []), ...(value.values ?? [])];
  if (known !== undefined) return known;
  const alternatives = (value.unions ?? []).filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  const branches = alternatives.flatMap((union) => union.branches.slice(0, 1));
  const fields = [value, ...branches].flatMap((part) => part.fields ?? []);
  if (fields.length > 0) return exampleObject(fields, isWanted);
  if (branches[0] !== undefined) return exampleValue(branches[0], isWanted);
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
