import { limitText } from "@metric-events/runtime";
import { formatOfPattern } from "./checked-formats.js";
import { conjunctsOf, eachOf, itemsOfAll, limitsOf, propertiesOfAll, typesOfAll, valuesOfAll } from "./conjuncts.js";
import { definitionName } from "./definitions.js";
import { isSchemaObject, type Schema, type SchemaObject, type TypeName } from "./schema-types.js";

const comparisons = [
  ["minimum", "≥"],
  ["exclusiveMinimum", ">"],
  ["maximum", "≤"],
  ["exclusiveMaximum", "<"],
] as const;

/** How a schema that accepts everything is described. */
export const anything = "any JSON value";

/** What a schema accepts, in a few words: `number ≥ 0`, `"a" or "b"`, `array of string`, `CodeInformation`. */
export function describeSchema(schema: SchemaObject): string {
  if (schema.$ref !== undefined && schema.allOf === undefined) return definitionName(schema.$ref);
  const conjuncts = conjunctsOf(schema);
  const values = valuesOfAll(conjuncts);
  if (values !== undefined) return values.length === 0 ? "nothing" : values.map(asJson).join(" or ");
  const types = typesOfAll(conjuncts);
  const main = types === undefined ? describeTypeless(conjuncts) : describeTyped(types, conjuncts);
  return [main, ...describeExcluded(types, conjuncts)].join(", ");
}

/** `string of 1 to 9 characters`; of alternatives, `string that matches ^a or string that matches ^b`. */
function describeTyped(types: readonly TypeName[], conjuncts: readonly SchemaObject[]): string {
  const plain = types.join(" or ");
  const main = types.length === 0 ? "nothing" : types.map((type) => describeType(type, conjuncts)).join(" or ");
  // Objects and arrays are described by their parts.
  if (types.includes("object") || types.includes("array")) return main;
  const unions = unionsOfAll(conjuncts).flatMap((branches) => {
    const text = describeUnion(branches.map((branch) => withTypes(types, branch)));
    return text === anything || text.split(" or ").includes(plain) ? [] : [text];
  });
  if (unions.length === 0) return main;
  return main === plain && unions.length === 1 ? unions.join("") : [main, ...unions].map(inBrackets).join(" and ");
}

function withTypes(types: readonly TypeName[], branch: Schema): Schema {
  const isTyped = isSchemaObject(branch) && (branch.$ref !== undefined || branch.type !== undefined);
  return isSchemaObject(branch) && !isTyped ? { ...branch, type: types } : branch;
}

function unionsOfAll(conjuncts: readonly SchemaObject[]): readonly (readonly Schema[])[] {
  return conjuncts.flatMap(({ anyOf, oneOf }) => [anyOf, oneOf].filter((union) => union !== undefined));
}

function describeTypeless(conjuncts: readonly SchemaObject[]): string {
  const said = [
    ...conjuncts.flatMap(({ $ref }) => ($ref === undefined ? [] : [definitionName($ref)])),
    ...unionsOfAll(conjuncts).map(describeUnion),
  ].filter((each) => each !== anything);
  const [first, ...others] = new Set(said);
  if (first === undefined) return propertiesOfAll(conjuncts) === undefined ? anything : "object";
  return others.length === 0 ? first : [first, ...others].map(inBrackets).join(" and ");
}

/** One that accepts everything says so for the whole union. */
function describeUnion(branches: readonly Schema[]): string {
  const described = new Set(branches.map(describeBranch));
  return described.has(anything) ? anything : [...described].join(" or ");
}

function inBrackets(text: string): string {
  return text.includes(" or ") ? `(${text})` : text;
}

function describeBranch(schema: Schema): string {
  if (!isSchemaObject(schema)) return schema ? anything : "nothing";
  return describeSchema(schema);
}

function describeType(type: TypeName, conjuncts: readonly SchemaObject[]): string {
  switch (type) {
    case "number":
    case "integer":
      return `${type}${describeRange(conjuncts)}`;
    case "string":
      return `string${describeText(conjuncts)}`;
    case "array": {
      const items = itemsOfAll(conjuncts);
      return `array${isSchemaObject(items) ? ` of ${describeSchema(items)}` : ""}${describeSize(limitsOf(conjuncts))}`;
    }
    default:
      return type;
  }
}

/** What a number must satisfy: `≥ 0`, `< 5`, `a multiple of 2`. */
export function describeBounds(schema: SchemaObject): string[] {
  return boundsOf(conjunctsOf(schema));
}

/** Whether a flattened schema checks the format that it names. */
export function isFormatChecked(schema: SchemaObject): boolean {
  const { format } = schema;
  if (format === "int32") return isWholeWithin(schema, 2 ** 31);
  if (format === "int64") return isWholeWithin(schema, 2 ** 63);
  return patternsOf(schema).some((pattern) => formatOfPattern(pattern) === format);
}

/** Whether numbers are at least `-limit`, and less than `limit`. */
function isWholeWithin(schema: SchemaObject, limit: number): boolean {
  const conjuncts = conjunctsOf(schema);
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = limitsOf(conjuncts);
  const isWhole = typesOfAll(conjuncts)?.includes("number") === false;
  const isAbove = (minimum ?? -Infinity) >= -limit || (exclusiveMinimum ?? -Infinity) >= -limit;
  const isBelow = (maximum ?? Infinity) < limit || (exclusiveMaximum ?? Infinity) <= limit;
  return isWhole && isAbove && isBelow;
}

/** The patterns that a string must match. */
export function patternsOf(schema: SchemaObject): readonly string[] {
  return eachOf("pattern", conjunctsOf(schema));
}

function boundsOf(conjuncts: readonly SchemaObject[]): string[] {
  const limits = limitsOf(conjuncts);
  return [
    ...comparisons.flatMap(([keyword, sign]) => {
      const limit = limits[keyword];
      return limit === undefined ? [] : [`${sign} ${limitText(limit)}`];
    }),
    ...eachOf("multipleOf", conjuncts).map((divisor) => `a multiple of ${divisor}`),
  ];
}

function describeRange(conjuncts: readonly SchemaObject[]): string {
  const excluded = excludedBy(conjuncts).flatMap((not) =>
    isOnly(not, "multipleOf") ? [`not a multiple of ${not.multipleOf}`] : [],
  );
  const bounds = [...boundsOf(conjuncts), ...excluded];
  if (bounds.length === 0) return "";
  return `${/^[a-z]/.test(bounds[0] ?? "") ? " that is" : ""} ${bounds.join(" and ")}`;
}

function describeText(conjuncts: readonly SchemaObject[]): string {
  const { minLength, maxLength } = limitsOf(conjuncts);
  const length = describeCount(minLength, maxLength, "character");
  const matches = [
    ...eachOf("pattern", conjuncts).map(describePattern),
    ...excludedBy(conjuncts).flatMap((not) => (isOnly(not, "pattern") ? [`does not match ${not.pattern}`] : [])),
  ];
  return `${length === "" ? "" : ` of ${length}`}${matches.length === 0 ? "" : ` that ${matches.join(" and ")}`}`;
}

function describePattern(pattern: string): string {
  const format = formatOfPattern(pattern);
  return format === undefined ? `matches ${pattern}` : `has the format ${format}`;
}

/** What `not` leaves out, where a few words say it. */
function describeExcluded(types: readonly TypeName[] | undefined, conjuncts: readonly SchemaObject[]): string[] {
  const texts = excludedBy(conjuncts).flatMap((not) => {
    const isSaid =
      (isOnly(not, "pattern") && types?.includes("string") === true) ||
      (isOnly(not, "multipleOf") && types?.some((type) => type === "number" || type === "integer") === true);
    const text = isSaid || types?.includes("object") === true ? anything : describeSchema(not);
    return text === anything || text === "object" ? [] : [`not ${text}`];
  });
  return [...new Set(texts)];
}

function excludedBy(conjuncts: readonly SchemaObject[]): readonly SchemaObject[] {
  return conjuncts.flatMap(({ not }) => (isSchemaObject(not) ? [not] : []));
}

/** Whether a schema has one keyword, and a type at most. */
function isOnly(schema: SchemaObject, keyword: "pattern" | "multipleOf"): boolean {
  return schema[keyword] !== undefined && Object.keys(schema).every((each) => each === keyword || each === "type");
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

function asJson(value: unknown): string {
  return JSON.stringify(value);
}
