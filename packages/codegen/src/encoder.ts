import { isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { isClosedObject, stringLiteral } from "./closed-object.js";

/**
 * The code of a function that writes a valid event as JSON into bytes, keys in schema order, without a string in between. It is
 * given a copy that the writer contract accepted, and returns where the JSON ends, or -1 when a text in it is not plain ASCII or
 * long, or there is no room: then the stringifier takes over. `undefined` when the schema leaves the keys open.
 */
export function compileEncoder(contract: SchemaObject): string | undefined {
  if (!isClosedObject(contract)) return undefined;
  const context: EncoderContext = { contract, functions: new Map(), constants: [] };
  const root = encodeFunction("encode", contract, context, "at < bytes.length ? at : -1");
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
  /** The writer contract, with its `$defs`. */
  readonly contract: SchemaObject;
  /** Functions of definitions, by title. */
  readonly functions: Map<string, string>;
  /** Texts between the values. */
  readonly constants: string[];
}

/** Statements that write one object; texts that follow each other become one. */
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

  value({ call, canFail }: ValueCall): void {
    this.flush();
    this.lines.push(`at = ${call};`, ...(canFail ? ["if (at < 0) return -1;"] : []));
  }

  /** Statements that run under a condition. */
  block(condition: string, fill: (statements: EncodeStatements) => void): void {
    this.flush();
    const inner = new EncodeStatements(this.#context);
    fill(inner);
    inner.flush();
    this.lines.push(`if (${condition}) {`, ...inner.lines.map((line) => `  ${line}`), "}");
  }

  flush(): void {
    if (this.#text === "") return;
    const { constants } = this.#context;
    const known = constants.indexOf(this.#text);
    const index = known >= 0 ? known : constants.push(this.#text) - 1;
    this.lines.push(`at = putBytes(bytes, at, bytes${index});`);
    this.#text = "";
  }
}

interface ValueCall {
  readonly call: string;
  /** Whether it may return -1. */
  readonly canFail: boolean;
}

function encodeFunction(name: string, schema: SchemaObject, context: EncoderContext, result = "at"): string {
  const required = new Set(schema.required);
  const statements = new EncodeStatements(context);
  let followsRequired = false;
  let isFirst = true;
  statements.text("{");
  for (const [property, value] of Object.entries(schema.properties ?? {})) {
    const access = `value[${stringLiteral(property)}]`;
    const comma = followsRequired ? "always" : isFirst ? "never" : "where others precede";
    const fill = (target: EncodeStatements): void => {
      // Only optional fields stand before it, so whether there is a comma shows when the code runs.
      if (comma === "where others precede") target.block("at > offset + 1", (inner) => inner.text(","));
      target.text(`${comma === "always" ? "," : ""}${JSON.stringify(property)}:`);
      addValue(target, value, access, context);
    };
    if (required.has(property)) fill(statements);
    else statements.block(`${access} !== undefined`, fill);
    followsRequired ||= required.has(property);
    isFirst = false;
  }
  statements.text("}");
  statements.flush();
  return [
    `function ${name}(value, bytes, offset) {`,
    "  let at = offset;",
    ...statements.lines.map((line) => `  ${line}`),
    `  return ${result};`,
    "}",
  ].join("\n");
}

function addValue(target: EncodeStatements, schema: Schema, access: string, context: EncoderContext): void {
  if (isSchemaObject(schema) && schema.$ref === undefined && typeof schema.const === "string")
    target.text(JSON.stringify(schema.const));
  else target.value(valueCall(schema, access, context));
}

function valueCall(schema: Schema, access: string, context: EncoderContext): ValueCall {
  const json = { call: `putText(bytes, at, JSON.stringify(${access}))`, canFail: true };
  if (!isSchemaObject(schema)) return json;
  if (schema.$ref !== undefined) return referenceCall(schema.$ref, access, context);
  switch (schema.type) {
    case "string":
      return { call: `putString(bytes, at, ${access})`, canFail: true };
    case "number":
    case "integer":
      return { call: `putNumber(bytes, at, ${access})`, canFail: false };
    default:
      return json;
  }
}

function referenceCall(ref: string, access: string, context: EncoderContext): ValueCall {
  const title = ref.slice(ref.lastIndexOf("/") + 1);
  const definition = context.contract.$defs?.[title];
  if (!isSchemaObject(definition)) throw new Error(`no definition for ${ref}`);
  if (!isClosedObject(definition)) return valueCall(definition, access, context);
  const name = `encode${title}`;
  if (!context.functions.has(title)) {
    // Set before it is made, so that a type within itself calls itself.
    context.functions.set(title, "");
    context.functions.set(title, encodeFunction(name, definition, context));
  }
  return { call: `${name}(${access}, bytes, at)`, canFail: true };
}
