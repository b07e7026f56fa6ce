import { definitionName, isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";

/**
 * The code of a function that writes a valid event as JSON, keys in schema order. It concatenates constant keys, numbers and plain strings, and
 * leaves everything else to JSON.stringify.
 *
 * It gets a copy that the writer contract accepted, so it need not check types again. `undefined` if the schema allows undeclared keys: then
 * JSON.stringify of the ordered copy does the same.
 */
export function compileStringifier(contract: SchemaObject, toText: JsonFunction): string | undefined {
  if (!isClosedObject(contract)) return undefined;
  const functions = new Map<string, string>();
  const root = stringifyFunction("stringify", contract, { contract, functions, toText });
  return [...functions.values(), root].join("\n");
}

/** What writes any value as JSON: `exactJsonText` where bigints may be in it. */
export type JsonFunction = "JSON.stringify" | "exactJsonText";

interface StringifierContext {
  readonly toText: JsonFunction;
  /** The writer contract, with its `$defs`. */
  readonly contract: SchemaObject;
  /** Functions of definitions, by title. */
  readonly functions: Map<string, string>;
}

/** A piece of the JSON: a text that is known when the code is generated, or an expression. */
type Part = { readonly text: string } | { readonly expression: string };

/** Statements that put parts together. */
class StatementList {
  readonly lines: string[] = [];
  #pending: Part[] = [{ text: "{" }];
  #isDeclared = false;

  /** Parts that are always there. */
  add(...parts: readonly Part[]): void {
    this.#pending.push(...parts);
  }

  /** Parts that are there under a condition. */
  addIf(condition: string, parts: readonly Part[]): void {
    this.flush();
    this.lines.push(`if (${condition}) json += ${concatenation(parts)};`);
  }

  /** Adds the pending parts to `json`. */
  flush(): void {
    if (this.#pending.length === 0) return;
    this.lines.push(`${this.#isDeclared ? "json +=" : "let json ="} ${concatenation(this.#pending)};`);
    this.#isDeclared = true;
    this.#pending = [];
  }
}

function stringifyFunction(name: string, schema: SchemaObject, context: StringifierContext): string {
  const required = new Set(schema.required);
  const statements = new StatementList();
  let isFirst = true;
  let followsRequired = false;
  for (const [property, value] of Object.entries(schema.properties ?? {})) {
    const access = `value[${stringLiteral(property)}]`;
    const parts = [{ text: `${JSON.stringify(property)}:` }, valuePart(value, access, context)];
    if (followsRequired) {
      parts.unshift({ text: "," });
    } else if (!isFirst) {
      // Only optional fields precede it, so whether a comma is needed is known only when the code runs.
      statements.flush();
      parts.unshift({ expression: "(json === '{' ? '' : ',')" });
    }
    if (required.has(property)) statements.add(...parts);
    else statements.addIf(`${access} !== undefined`, parts);
    followsRequired ||= required.has(property);
    isFirst = false;
  }
  statements.flush();
  return [
    `function ${name}(value) {`,
    ...statements.lines.map((line) => `  ${line}`),
    "  return json + '}';",
    "}",
  ].join("\n");
}

/** Joins neighbouring texts into one literal. */
function concatenation(parts: readonly Part[]): string {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if ("text" in part && last !== undefined && "text" in last)
      joined[joined.length - 1] = { text: last.text + part.text };
    else joined.push(part);
  }
  return joined.map((part) => ("text" in part ? stringLiteral(part.text) : part.expression)).join(" + ");
}

function valuePart(schema: Schema, access: string, context: StringifierContext): Part {
  if (!isSchemaObject(schema)) return { expression: `${context.toText}(${access})` };
  if (schema.$ref !== undefined) return referencePart(schema.$ref, access, context);
  if (typeof schema.const === "string") return { text: JSON.stringify(schema.const) };
  if (schema.type === "number" || schema.type === "integer" || schema.type === "boolean") return { expression: access };
  return { expression: schema.type === "string" ? `quote(${access})` : `${context.toText}(${access})` };
}

function referencePart(ref: string, access: string, context: StringifierContext): Part {
  const title = definitionName(ref);
  const definition = context.contract.$defs?.[title];
  if (!isSchemaObject(definition)) throw new Error(`no definition for ${ref}`);
  if (!isClosedObject(definition)) return valuePart(definition, access, context);
  const name = `stringify${title}`;
  if (!context.functions.has(title)) {
    // Set first, so that a type that contains itself calls its own function.
    context.functions.set(title, "");
    context.functions.set(title, stringifyFunction(name, definition, context));
  }
  return { expression: `${name}(${access})` };
}
