import { formatOfPattern } from "./checked-formats.js";
import { definitionName } from "./definitions.js";
import type { SchemaObject, TypeName } from "./schema-types.js";

const comparisons = [
  ["minimum", "≥"],
  ["exclusiveMinimum", ">"],
  ["maximum", "≤"],
  ["exclusiveMaximum", "<"],
] as const;

/** What a schema accepts, in a few words: `number ≥ 0`, `"a" or "b"`, `array of string`, `CodeInformation`. */
export function describeSchema(schema: SchemaObject): string {
  if (schema.$ref !== undefined) return definitionName(schema.$ref);
  if (Object.hasOwn(schema, "const")) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined && schema.type === undefined) return [...new Set(union.map(describeBranch))].join(" or ");
  if (schema.type === undefined) return schema.properties === undefined ? "any JSON value" : "object";
  return [schema.type]
    .flat()
    .map((type) => describeType(type, schema))
    .join(" or ");
}

function describeBranch(schema: unknown): string {
  return typeof schema === "object" && schema !== null ? describeSchema(schema as SchemaObject) : "any JSON value";
}

function describeType(type: TypeName, schema: SchemaObject): string {
  switch (type) {
    case "number":
    case "integer":
      return `${type}${describeRange(schema)}`;
    case "string":
      return `string${describeText(schema)}`;
    case "array":
      return `array${typeof schema.items === "object" ? ` of ${describeSchema(schema.items)}` : ""}${describeSize(schema)}`;
    default:
      return type;
  }
}

/** What a number must satisfy: `≥ 0`, `< 5`, `a multiple of 2`. */
export function describeBounds(schema: SchemaObject): string[] {
  const parts = comparisons.flatMap(([keyword, sign]) =>
    schema[keyword] === undefined ? [] : [`${sign} ${schema[keyword]}`],
  );
  if (schema.multipleOf !== undefined) parts.push(`a multiple of ${schema.multipleOf}`);
  return parts;
}

function describeRange(schema: SchemaObject): string {
  const bounds = describeBounds(schema);
  return bounds.length === 0 ? "" : ` ${bounds.join(" and ")}`;
}

function describeText({ minLength, maxLength, pattern }: SchemaObject): string {
  const length = describeCount(minLength, maxLength, "character");
  const format = pattern === undefined ? undefined : formatOfPattern(pattern);
  const match =
    pattern === undefined ? "" : format === undefined ? ` that matches ${pattern}` : ` in the format ${format}`;
  return `${length === "" ? "" : ` of ${length}`}${match}`;
}

function describeSize({ minItems, maxItems }: SchemaObject): string {
  const count = describeCount(minItems, maxItems, "element");
  return count === "" ? "" : `, ${count}`;
}

function describeCount(min: number | undefined, max: number | undefined, noun: string): string {
  const plural = (count: number): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
  if (min !== undefined && max !== undefined) return min === max ? plural(min) : `${min} to ${plural(max)}`;
  if (min !== undefined && min > 0) return `at least ${plural(min)}`;
  return max === undefined ? "" : `at most ${plural(max)}`;
}
