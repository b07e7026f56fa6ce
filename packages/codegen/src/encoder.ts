import { definitionName, isBigint, isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";
import { copiedDefinition, copierName } from "./copier.js";
import { judgementLines } from "./judgement.js";
import { hasPlainProperties, type OwnProperty, readOwnProperties } from "./own-properties.js";
import type { JsonFunction } from "./stringifier.js";

/**
 * The code of a function that writes an event as JSON into bytes, with its keys in schema order. It makes no object or string on the way: it
 * reads each property once into a variable, judges it there, and writes it.
 *
 * It returns where the JSON ends, or -1 if the event is unusual (as for the copier), invalid, or has a text that is long or not plain ASCII, or
 * if there is no room; then the copier, the validator and the stringifier take over. `undefined` if no event of the schema can be
 * copied. The code calls the copier and the validator `reader`, and must follow them.
 */
export function compileEncoder(contract: SchemaObject, toText: JsonFunction): string | undefined {
  if (!hasPlainProperties(contract)) return undefined;
  const context: EncoderContext = { contract, toText, functions: new Map(), constants: [] };
  const root = rootFunction(context);
  return [
    ...context.constants.map(
      (text, index) => `const bytes${index} = /* @__PURE__ */ utf8Bytes(${stringLiteral(text)});`,
    ),
    ...context.functions.values(),
    root,
  ].join("\n");
}

/** What the code takes from the runtime. */
export const encoderImports = ["utf8Bytes", "putBytes", "putString", "putNumber", "putText"] as const;

interface EncoderContext {
  /** What writes any value as JSON. */
  readonly toText: JsonFunction;
  /** The writer contract, with its `$defs`. */
  readonly contract: SchemaObject;
  /** Functions of definitions, by title. */
  readonly functions: Map<string, string>;
  /** Texts between the values. */
  readonly constants: string[];
}

/** Statements that write one object. Consecutive texts become one. */
class EncodeStatements {
  readonly lines: string[] = [];
  readonly #context: EncoderContext;
  #text = "";

  constructor(context: EncoderContext) {
    this.#context = context;
  }

  text(text: string): void {
    this.#text += text;
  }

  /** A call that writes a value, and returns where it ended; -1 when it can fail. */
  value(call: string, { canFail = true } = {}): void {
    this.flush();
    this.lines.push(`at = ${call};`, ...(canFail ? ["if (at < 0) return -1;"] : []));
  }

  /** Statements that run under a condition. */
  block(test: string, fill: (statements: EncodeStatements) => void): void {
    this.flush();
    const inner = new EncodeStatements(this.#context);
    fill(inner);
    inner.flush();
    this.lines.push(`if (${test}) {`, ...inner.lines.map((line) => `  ${line}`), "}");
  }

  flush(): void {
    if (this.#text === "") return;
    const bytes = Buffer.from(this.#text);
    if (isPrintable(this.#text)) this.lines.push(`// ${this.#text}`);
    this.lines.push(bytes.length > maxUnrolledBytes ? this.#putConstant() : storeStatements(bytes));
    this.#text = "";
  }

  #putConstant(): string {
    const { constants } = this.#context;
    const known = constants.indexOf(this.#text);
    const index = known >= 0 ? known : constants.push(this.#text) - 1;
    return `at = putBytes(bytes, at, bytes${index});`;
  }
}

/** Loops are often mispredicted, above all just after a system call. Only longer texts are worth one. */
const maxUnrolledBytes = 64;

/** Whether a text can be shown in a comment. */
function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function storeStatements(bytes: Uint8Array): string {
  const stores = [...bytes].map((byte, index) => `bytes[${index === 0 ? "at" : `at + ${index}`}] = ${byte};`);
  return `${stores.join(" ")} at += ${bytes.length};`;
}

/** A property to encode, and the expression for its value. */
interface EncodedProperty extends Pick<OwnProperty, "name" | "schema" | "isRequired"> {
  readonly value: string;
}

function rootFunction(context: EncoderContext): string {
  const { contract } = context;
  const { lines, properties } = readOwnProperties(contract, {
    leave: "-1",
    copy: (property) => {
      const definition = copiedDefinition(property, contract);
      return definition === undefined ? undefined : copierName(definition.title);
    },
  });
  const judgements = judgementLines(properties, contract, "-1");
  const encoded = properties.map(({ name, schema, isRequired, variable }) => ({
    name,
    schema,
    isRequired,
    value: variable,
  }));
  return [
    "function encode(value, bytes, offset) {",
    ...[...lines, ...judgements].map((line) => `  ${line}`),
    ...encodeLines(encoded, context),
    "  return at < bytes.length ? at : -1;",
    "}",
  ].join("\n");
}

function definitionFunction(name: string, schema: SchemaObject, context: EncoderContext): string {
  const required = new Set(schema.required);
  const encoded = Object.entries(schema.properties ?? {}).map(([property, value]) => ({
    name: property,
    schema: value,
    isRequired: required.has(property),
    value: `value[${stringLiteral(property)}]`,
  }));
  return [`function ${name}(value, bytes, offset) {`, ...encodeLines(encoded, context), "  return at;", "}"].join("\n");
}

function encodeLines(properties: readonly EncodedProperty[], context: EncoderContext): string[] {
  const statements = new EncodeStatements(context);
  let followsRequired = false;
  statements.text("{");
  for (const [index, { name, schema, isRequired, value }] of properties.entries()) {
    const comma = followsRequired ? "always" : index === 0 ? "never" : "where others precede";
    const fill = (target: EncodeStatements): void => {
      // Only optional fields precede it, so whether a comma is needed is known only when the code runs.
      if (comma === "where others precede") target.block("at > offset + 1", (inner) => inner.text(","));
      target.text(`${comma === "always" ? "," : ""}${JSON.stringify(name)}:`);
      addValue(target, schema, value, context);
    };
    if (isRequired) fill(statements);
    else statements.block(`${value} !== undefined`, fill);
    followsRequired ||= isRequired;
  }
  statements.text("}");
  statements.flush();
  return ["  let at = offset;", ...statements.lines.map((line) => `  ${line}`)];
}

function addValue(target: EncodeStatements, schema: Schema, value: string, context: EncoderContext): void {
  const { title, schema: found } = resolve(schema, context.contract);
  if (title !== undefined && isClosedObject(found))
    target.value(`${definitionEncoder(title, found, context)}(${value}, bytes, at)`);
  else if (typeof found.const === "string") target.text(JSON.stringify(found.const));
  else if (found.type === "string") {
    target.text('"');
    target.value(`putString(bytes, at, ${value})`);
    target.text('"');
  } else if (found.type === "integer" && isBigint(found)) target.value(`putText(bytes, at, String(${value}))`);
  else if (found.type === "number" || found.type === "integer")
    target.value(`putNumber(bytes, at, ${value})`, { canFail: false });
  else target.value(`putText(bytes, at, ${context.toText}(${value}))`);
}

/** Name of the function for objects of a definition. */
function definitionEncoder(title: string, schema: SchemaObject, context: EncoderContext): string {
  const name = `encode${title}`;
  if (!context.functions.has(title)) {
    // Set first, so that a type that contains itself calls its own function.
    context.functions.set(title, "");
    context.functions.set(title, definitionFunction(name, schema, context));
  }
  return name;
}

/** The schema that references finally lead to, and the title of the last definition. */
function resolve(schema: Schema, contract: SchemaObject): { readonly title?: string; readonly schema: SchemaObject } {
  if (!isSchemaObject(schema)) return { schema: {} };
  if (schema.$ref === undefined) return { schema };
  const title = definitionName(schema.$ref);
  const definition = contract.$defs?.[title];
  if (definition === undefined) throw new Error(`no definition for ${schema.$ref}`);
  return { title, ...resolve(definition, contract) };
}
