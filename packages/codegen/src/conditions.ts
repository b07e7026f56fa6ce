import { isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";

/** More alternatives are left to the validator, lest the code grow. */
const maxEnumLength = 16;

/**
 * An expression of JavaScript that is true only for values that a schema of the writer contract accepts, or `undefined` for a
 * schema that asks for more than comparisons. It may be false for what is valid all the same.
 *
 * Strings are taken to be plain ASCII, where length is the number of code points. Objects are taken to be copies with nothing
 * undeclared in them, and `undefined` for absent properties.
 */
export function condition(value: string, schema: Schema, contract: SchemaObject): string | undefined {
  return new ConditionWriter(contract).condition(value, schema);
}

class ConditionWriter {
  readonly #contract: SchemaObject;
  /** Definitions that the value is part of: one that contains itself has no end. */
  readonly #entered = new Set<string>();

  constructor(contract: SchemaObject) {
    this.#contract = contract;
  }

  condition(value: string, schema: Schema): string | undefined {
    if (!isSchemaObject(schema)) return undefined;
    const { $ref, type, ...rest } = schema;
    if ($ref !== undefined) return Object.keys(schema).length === 1 ? this.#referred(value, $ref) : undefined;
    switch (type) {
      case "object":
        return this.#object(value, schema);
      case "string":
        return all([
          `typeof ${value} === 'string'`,
          ...Object.entries(rest).map(([keyword, operand]) => stringRule(value, keyword, operand)),
        ]);
      case "number":
        return all([
          `Number.isFinite(${value})`,
          ...Object.entries(rest).map(([keyword, operand]) => numberRule(value, keyword, operand)),
        ]);
      case "integer":
        return all([
          `Number.isInteger(${value})`,
          ...Object.entries(rest).map(([keyword, operand]) => numberRule(value, keyword, operand)),
        ]);
      case "boolean":
        return all([
          `typeof ${value} === 'boolean'`,
          ...Object.entries(rest).map(([keyword, operand]) => equalRule(value, keyword, operand)),
        ]);
      case undefined:
        return all(Object.entries(rest).map(([keyword, operand]) => equalRule(value, keyword, operand)));
      default:
        return undefined;
    }
  }

  #referred(value: string, ref: string): string | undefined {
    const title = ref.slice(ref.lastIndexOf("/") + 1);
    const definition = this.#contract.$defs?.[title];
    if (definition === undefined || this.#entered.has(title)) return undefined;
    this.#entered.add(title);
    const condition = this.condition(value, definition);
    this.#entered.delete(title);
    return condition;
  }

  #object(value: string, schema: SchemaObject): string | undefined {
    const isPlain = Object.keys(schema).every((keyword) => objectKeywords.has(keyword));
    if (!isPlain || !isClosedObject(schema)) return undefined;
    const required = new Set(schema.required);
    return all(
      Object.entries(schema.properties ?? {}).map(([name, property]) => {
        const access = `${value}[${stringLiteral(name)}]`;
        return optional(access, required.has(name), this.condition(access, property));
      }),
    );
  }
}

const objectKeywords: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "unevaluatedProperties",
]);

/** The same, but true also for a value that is not there, unless it is required. */
function optional(value: string, isRequired: boolean, condition: string | undefined): string | undefined {
  return isRequired || condition === undefined ? condition : `(${value} === undefined || ${condition})`;
}

/** True when all are; `undefined` when one is. */
function all(conditions: readonly (string | undefined)[]): string | undefined {
  if (conditions.includes(undefined)) return undefined;
  return conditions.length === 0 ? "true" : conditions.join(" && ");
}

function stringRule(value: string, keyword: string, operand: unknown): string | undefined {
  switch (keyword) {
    case "minLength":
      return `${value}.length >= ${String(operand)}`;
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
    default:
      return equalRule(value, keyword, operand);
  }
}

function equalRule(value: string, keyword: string, operand: unknown): string | undefined {
  switch (keyword) {
    case "const":
      return isEqual(value, operand);
    case "enum": {
      if (!Array.isArray(operand) || operand.length > maxEnumLength) return undefined;
      const condition = operand.map((option: unknown) => isEqual(value, option));
      return condition.includes(undefined) ? undefined : `(${condition.join(" || ")})`;
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
