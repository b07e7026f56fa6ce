import { definitionName, isBigint, isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";

/** More alternatives than this are left to the validator, to keep the code small. */
const maxEnumLength = 16;

/**
 * A JavaScript expression that is true only for values that a schema of the writer contract accepts, or `undefined` for a schema that needs
 * more than comparisons. It may be false for some valid values.
 *
 * It assumes that an object is a copy with no undeclared properties, and with `undefined` for absent ones.
 */
export function conditionFor(value: string, schema: Schema, contract: SchemaObject): string | undefined {
  return new ConditionWriter(contract).condition(value, schema);
}

/** The condition for one keyword, or `undefined` if comparisons cannot express it. */
type Rule = (value: string, keyword: string, operand: unknown) => string | undefined;

class ConditionWriter {
  readonly #contract: SchemaObject;
  /** Definitions around the value, to stop at one that contains itself. */
  readonly #entered = new Set<string>();

  constructor(contract: SchemaObject) {
    this.#contract = contract;
  }

  condition(value: string, schema: Schema): string | undefined {
    if (!isSchemaObject(schema)) return undefined;
    const { $ref, type, ...rest } = schema;
    if ($ref !== undefined) return Object.keys(schema).length === 1 ? this.#referred(value, $ref) : undefined;
    const rules = (rule: Rule): (string | undefined)[] =>
      Object.entries(rest).map(([keyword, operand]) => rule(value, keyword, operand));
    switch (type) {
      case "object":
        return this.#object(value, schema);
      case "string":
        return all([`typeof ${value} === 'string'`, ...rules(stringRule)]);
      case "number":
        return all([`Number.isFinite(${value})`, ...rules(numberRule)]);
      case "integer":
        if (isBigint(schema)) return all([`typeof ${value} === 'bigint'`, ...rules(bigintRule)]);
        return all([`Number.isInteger(${value})`, ...rules(numberRule)]);
      case "boolean":
        return all([`typeof ${value} === 'boolean'`, ...rules(equalRule)]);
      case undefined:
        // Without any keyword it would accept objects, too.
        return Object.keys(rest).length === 0 ? undefined : all(rules(equalRule));
      default:
        return undefined;
    }
  }

  #referred(value: string, ref: string): string | undefined {
    const title = definitionName(ref);
    const definition = this.#contract.$defs?.[title];
    if (definition === undefined || this.#entered.has(title)) return undefined;
    this.#entered.add(title);
    const found = this.condition(value, definition);
    this.#entered.delete(title);
    return found;
  }

  #object(value: string, schema: SchemaObject): string | undefined {
    const isPlain = Object.keys(schema).every((keyword) => objectKeywords.has(keyword));
    if (!isPlain || !isClosedObject(schema)) return undefined;
    const required = new Set(schema.required);
    const ofProperties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
      const access = `${value}[${stringLiteral(name)}]`;
      return optional(access, required.has(name), this.condition(access, property));
    });
    return all([`typeof ${value} === 'object' && ${value} !== null`, ...ofProperties]);
  }
}

const objectKeywords: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "unevaluatedProperties",
]);

/** The same, but also true for an absent value, unless it is required. */
function optional(value: string, isRequired: boolean, whenThere: string | undefined): string | undefined {
  return isRequired || whenThere === undefined ? whenThere : `(${value} === undefined || ${whenThere})`;
}

/** True when all are; `undefined` when one is. */
function all(conditions: readonly (string | undefined)[]): string | undefined {
  if (conditions.includes(undefined)) return undefined;
  return conditions.join(" && ");
}

function stringRule(value: string, keyword: string, operand: unknown): string | undefined {
  switch (keyword) {
    case "minLength":
      // The keyword counts code points. There are never more of them than code units.
      return Number(operand) > 1
        ? `codePointLength(${value}) >= ${String(operand)}`
        : `${value}.length >= ${String(operand)}`;
    case "maxLength":
      return `${value}.length <= ${String(operand)}`;
    default:
      return equalRule(value, keyword, operand);
  }
}

function numberRule(value: string, keyword: string, operand: unknown): string | undefined {
  switch (keyword) {
    case "minimum":
      return `${value} >= ${String(operand)}`;
    case "maximum":
      return `${value} <= ${String(operand)}`;
    case "exclusiveMinimum":
      return `${value} > ${String(operand)}`;
    case "exclusiveMaximum":
      return `${value} < ${String(operand)}`;
    case "multipleOf":
      return `isMultipleOf(${value}, ${String(operand)})`;
    default:
      return equalRule(value, keyword, operand);
  }
}

function bigintRule(value: string, keyword: string, operand: unknown): string | undefined {
  switch (keyword) {
    case "format":
      return "true";
    case "const":
      return isWhole(operand) ? `${value} === ${BigInt(operand)}n` : undefined;
    case "enum":
      return Array.isArray(operand) && operand.length <= maxEnumLength && operand.every(isWhole)
        ? `(${operand.map((option) => `${value} === ${BigInt(option)}n`).join(" || ")})`
        : undefined;
    default:
      return numberRule(value, keyword, operand);
  }
}

function isWhole(operand: unknown): operand is number {
  return Number.isInteger(operand);
}

function equalRule(value: string, keyword: string, operand: unknown): string | undefined {
  switch (keyword) {
    case "const":
      return isEqual(value, operand);
    case "enum": {
      if (!Array.isArray(operand) || operand.length > maxEnumLength) return undefined;
      const options = operand.map((option: unknown) => isEqual(value, option));
      return options.includes(undefined) ? undefined : `(${options.join(" || ")})`;
    }
    default:
      return undefined;
  }
}

function isEqual(value: string, constant: unknown): string | undefined {
  switch (typeof constant) {
    case "string":
      return `${value} === ${stringLiteral(constant)}`;
    case "number":
    case "boolean":
      return `${value} === ${String(constant)}`;
    default:
      return undefined;
  }
}
