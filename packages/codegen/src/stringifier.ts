import { isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";

/**
 * The code of a function that writes a valid event as JSON, keys in schema order: constant keys, numbers and plain strings
 * are put together, everything else is left to JSON.stringify.
 *
 * It is given a copy that the writer contract accepted, so it need not look at types again. `undefined` when the schema leaves
 * the keys open: then JSON.stringify of the ordered copy does the same.
 */
export function compileStringifier(contract: SchemaObject): string | undefined {
  if (!isClosedObject(contract)) return undefined;
  const functions = new Map<string, string>();
  const root = objectFunction("stringify", contract, { contract, functions });
  return [...functions.values(), root].join("\n");
}

interface Context {
  /** The writer contract, with its `$defs`. */
  readonly contract: SchemaObject;
  /** Functions of definitions, by title. */
  readonly functions: Map<string, string>;
}

function objectFunction(name: string, schema: SchemaObject, context: Context): string {
  return `function ${name}(value) {\n${objectBody(schema, context)}\n}`;
}

/** `{"a":` + a + `,"b":` + quote(b), with those fields that can be absent added when they are there. */
function objectBody(schema: SchemaObject, context: Context): string {
  const required = new Set(schema.required);
  const lines: string[] = ["let json = '{';"];
  let isFirst = true;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const access = `value[${JSON.stringify(name)}]`;
    const key = `${JSON.stringify(name)}:`;
    const text = valueExpression(property, access, context);
    if (required.has(name)) {
      lines.push(`json += ${stringLiteral(isFirst ? key : `,${key}`)} + ${text};`);
      isFirst = false;
    } else {
      const comma = isFirst ? "(json === '{' ? '' : ',') + " : "";
      lines.push(`if (${access} !== undefined) json += ${comma}${stringLiteral(isFirst ? key : `,${key}`)} + ${text};`);
    }
  }
  return joinConstants([...lines, "return json + '}';"])
    .map((line) => `  ${line}`)
    .join("\n");
}

/** json += 'a' + x; json += 'b' + y; → json += 'a' + x + 'b' + y; */
function joinConstants(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const previous = joined.at(-1);
    const start = "json += ";
    if (previous !== undefined && line.startsWith(start) && /^(json \+= |let json = )/.test(previous)) {
      joined[joined.length - 1] = `${previous.slice(0, -1)} + ${line.slice(start.length)}`;
    } else {
      joined.push(line);
    }
  }
  // 'a' + 'b' → 'ab': each literal ends in a character that needs no escape.
  return joined.map((line) => line.replaceAll(/(?<=[{:,"])' \+ '/g, ""));
}

function valueExpression(schema: Schema, access: string, context: Context): string {
  if (!isSchemaObject(schema)) return `JSON.stringify(${access})`;
  if (schema.$ref !== undefined) return referenceExpression(schema.$ref, access, context);
  if (typeof schema.const === "string") return stringLiteral(JSON.stringify(schema.const));
  if (schema.type === "number" || schema.type === "integer" || schema.type === "boolean") return access;
  if (schema.type === "string") return `quote(${access})`;
  return `JSON.stringify(${access})`;
}

function referenceExpression(ref: string, access: string, context: Context): string {
  const title = ref.slice(ref.lastIndexOf("/") + 1);
  const definition = context.contract.$defs?.[title];
  if (!isSchemaObject(definition)) throw new Error(`no definition for ${ref}`);
  if (!isClosedObject(definition)) return valueExpression(definition, access, context);
  const name = `stringify${title}`;
  if (!context.functions.has(title)) {
    // Set before it is made, so that a type within itself calls itself.
    context.functions.set(title, "");
    context.functions.set(title, objectFunction(name, definition, context));
  }
  return `${name}(${access})`;
}
