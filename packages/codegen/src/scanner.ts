import { definitionName, isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";
import { conditionFor } from "./conditions.js";
import { patternExpression } from "./pattern-expression.js";
import { advance, from, matches, ScanStatements, type ScanTarget } from "./scan-statements.js";

/**
 * The code of a scanner: it reads an event from bytes, in the form that the stringifier writes, and judges it on the way. `undefined` if the
 * schema asks for more than such code can judge. It gets the writer contract, whose instances are all valid for readers, too.
 */
export function compileScanner(contract: SchemaObject): string | undefined {
  const scanner = new ScanStatements();
  const patterns: string[] = [];
  if (!addObject(scanner, contract, { contract, patterns, path: [], around: [] })) return undefined;
  scanner.flush();
  return [
    ...patterns.map((pattern, index) => `const form${index} = ${patternExpression(pattern)};`),
    "function scan(found, offset) {",
    "  const { bytes, view, end, starts, ends, numbers } = found;",
    "  let at = offset;",
    ...scanner.lines.map((line) => `  ${line}`),
    "  return at;",
    "}",
    `const scanner = { fields: ${JSON.stringify(scanner.fields)}, scan };`,
  ].join("\n");
}

/** What the code takes from the runtime. */
export const scannerImports = ["scanString", "scanNumber", "scannedLength", "textIn"] as const;

interface Place {
  /** The writer contract, with its `$defs`. */
  readonly contract: SchemaObject;
  /** Patterns that strings must match. */
  readonly patterns: string[];
  /** The names that lead here. */
  readonly path: readonly string[];
  /** The objects around it, to stop at a type that contains itself. */
  readonly around: readonly SchemaObject[];
}

/** Whether a comma precedes a field. If only optional fields come before it, this is known only when the code runs. */
type Comma = "never" | "always" | "where others precede";

/** Adds the code that reads an object. Returns false if no such code is possible. */
function addObject(target: ScanStatements, schema: SchemaObject, place: Place): boolean {
  if (!isClosedObject(schema) || !saysOnly(schema, objectKeywords) || place.around.includes(schema)) return false;
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties ?? {});
  let comma = "never" as Comma;
  const first = `first${target.fields.length}`;
  target.text("{");
  for (const [name, value] of properties) {
    const isRequired = required.has(name);
    const key = `${JSON.stringify(name)}:`;
    const inner = { ...place, path: [...place.path, name], around: [...place.around, schema] };
    if (comma === "never" && !isRequired) target.add(`const ${first} = at;`);
    if (isRequired && comma !== "where others precede") {
      target.text(comma === "always" ? `,${key}` : key);
      if (!addValue(target, value, inner)) return false;
    } else {
      const firstField = target.fields.length;
      const body = new ScanStatements(target.fields);
      if (!addValue(body, value, inner)) return false;
      body.flush();
      const absent = isRequired
        ? ["return -1;"]
        : target.fields.slice(firstField).map((_, index) => `starts[${firstField + index}] = -1;`);
      const [is, go] =
        comma === "always"
          ? [matches(`,${key}`), advance(`,${key}`)]
          : [
              `at === ${first} ? ${matches(key)} : ${matches(`,${key}`)}`,
              `at += ${Buffer.byteLength(key)} + (at === ${first} ? 0 : 1);`,
            ];
      target.add(
        `// ${stringLiteral(comma === "never" ? key : `,${key}`)}`,
        `if (${is}) {`,
        ...[go, ...body.lines].map(indent),
        "} else {",
        ...absent.map(indent),
        "}",
      );
    }
    comma = isRequired || comma === "always" ? "always" : "where others precede";
  }
  target.text("}");
  return true;
}

/** Adds the code that reads a value. Returns false if no such code is possible. */
function addValue(target: ScanStatements, schema: Schema, place: Place): boolean {
  if (!isSchemaObject(schema)) return false;
  if (schema.$ref !== undefined) {
    const definition = place.contract.$defs?.[definitionName(schema.$ref)];
    return saysOnly(schema, new Set(["$ref"])) && definition !== undefined && addValue(target, definition, place);
  }
  const found = (type: ScanTarget["type"]): number => target.fields.push({ path: place.path, type }) - 1;
  switch (schema.type) {
    case undefined:
      // A constant or an enum.
      return [schema.const ?? schema.enum].flat().every(isString) && addString(target, schema, found("string"), place);
    case "string":
      return addString(target, schema, found("string"), place);
    case "number":
    case "integer":
      return addNumber(target, schema, found("number"));
    case "boolean":
      if (!saysOnly(schema, new Set(["type"]))) return false;
      addOneOf(target, ["true", "false"], found("boolean"), 0);
      return true;
    case "object": {
      const field = found("object");
      target.add(`starts[${field}] = at;`);
      if (!addObject(target, schema, place)) return false;
      target.add(`ends[${field}] = at;`);
      return true;
    }
    default:
      return false;
  }
}

function addString(target: ScanStatements, schema: SchemaObject, field: number, { patterns }: Place): boolean {
  if (isString(schema.const) && saysOnly(schema, constantKeywords)) {
    target.constant(JSON.stringify(schema.const), field);
    return true;
  }
  if (schema.enum !== undefined) {
    if (!saysOnly(schema, enumKeywords) || schema.enum.length > maxAlternatives) return false;
    addOneOf(
      target,
      schema.enum.filter(isString).map((value) => JSON.stringify(value)),
      field,
      1,
    );
    return true;
  }
  if (!saysOnly(schema, stringKeywords)) return false;
  target.text('"');
  target.add(`at = scanString(found, at, ${field});`, "if (at < 0) return -1;");
  const { minLength, maxLength, pattern } = schema;
  const length = `scannedLength(found, ${field})`;
  if (minLength !== undefined) target.add(`if (${length} < ${minLength}) return -1;`);
  if (maxLength !== undefined) target.add(`if (${length} > ${maxLength}) return -1;`);
  if (pattern !== undefined) {
    const form = `form${patterns.push(pattern) - 1}`;
    target.add(`if (!${form}.test(textIn(bytes, starts[${field}], ends[${field}]))) return -1;`);
  }
  return true;
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

/** One of several JSON texts, with or without a quote at each end. */
function addOneOf(target: ScanStatements, texts: readonly string[], field: number, quotes: 0 | 1): void {
  const cases = texts.flatMap((text, index) => [
    `${index === 0 ? "if" : "} else if"} (${matches(text)}) {`,
    `  starts[${field}] = ${from(quotes)};`,
    `  ends[${field}] = at + ${Buffer.byteLength(text) - quotes};`,
    `  ${advance(text)}`,
  ]);
  target.add(...(cases.length === 0 ? ["return -1;"] : [...cases, "} else return -1;"]));
}

function addNumber(target: ScanStatements, schema: SchemaObject, field: number): boolean {
  // Of a number that is scanned, a double holds all digits.
  const { format: _, ...plain } = schema;
  const isValid = conditionFor(`numbers[${field}]`, plain, plain);
  if (isValid === undefined) return false;
  target.add(`at = scanNumber(found, at, ${field});`, "if (at < 0) return -1;", `if (!(${isValid})) return -1;`);
  return true;
}

const objectKeywords = new Set([
  "type",
  "required",
  "properties",
  "additionalProperties",
  "unevaluatedProperties",
  "$defs",
]);
const constantKeywords = new Set(["type", "const"]);
const enumKeywords = new Set(["type", "enum"]);
const stringKeywords = new Set(["type", "minLength", "maxLength", "pattern"]);
/** More than this are left to the validator, to keep the code small. */
const maxAlternatives = 16;

function saysOnly(schema: SchemaObject, keywords: ReadonlySet<string>): boolean {
  return Object.keys(schema).every((keyword) => keywords.has(keyword));
}

function indent(line: string): string {
  return `  ${line}`;
}
