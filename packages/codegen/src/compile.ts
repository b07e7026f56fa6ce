import {
  addContract,
  ajvSupply,
  contractSchema,
  type Definitions,
  type EventModel,
  equalItemsModule,
  multipleOfModule,
  type SchemaObject,
} from "@metric-events/schema";
import type { ValidateFunction as AjvValidate, ErrorObject } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { compileBigints, contractWithBigints } from "./bigints.js";
import { compileConstructor } from "./constructor.js";
import { compileCopier } from "./copier.js";
import { compileEncoder, encoderImports } from "./encoder.js";
import { judgeBigints } from "./judge-bigints.js";
import { patternExpression } from "./pattern-expression.js";
import { compileScanner, scannerImports } from "./scanner.js";
import { compileWriter } from "./shape.js";
import { shorten } from "./shorten.js";
import { compileStringifier } from "./stringifier.js";

/**
 * What is compiled for an event, as JavaScript source: the reader contract, the validators of both contracts, copier, constructor, stringifier,
 * encoder and scanner.
 */
export interface CompiledEvent {
  /** Statements that define its {@link CompiledEvent.parts}. */
  readonly body: string;
  /** `contract`, `writer`, `reader`, `copy`, `construct`, `stringify`, `encode` and `scanner`; `bigints` if the event has some. */
  readonly parts: readonly string[];
  /** What the statements take from the runtime, by the name under which they use it. */
  readonly imports: ReadonlyMap<string, RuntimeImport>;
}

interface CompiledCode {
  readonly body: string;
  readonly imports: Map<string, RuntimeImport>;
}

type RuntimeImport =
  | "addError"
  | "bigintValidator"
  | "boundedPattern"
  | "closedValidator"
  | "codePointLength"
  | "equalItems"
  | "equalJson"
  | "exactJsonText"
  | "hasBigintsInPlace"
  | "isMultipleOf"
  | "quote"
  | (typeof encoderImports | typeof scannerImports)[number];

/** Modules that Ajv's code loads, and what the runtime has in their place. */
const runtimeImports: Readonly<Record<string, RuntimeImport>> = {
  "ajv/dist/runtime/ucs2length": "codePointLength",
  "ajv/dist/runtime/equal": "equalJson",
  [equalItemsModule]: "equalItems",
  [multipleOfModule]: "isMultipleOf",
};

/** Compiles an event: the validators of both contracts with Ajv to standalone code, and the fast paths. */
export function compileEvent(event: EventModel, definitions: Definitions): CompiledEvent {
  const contract = contractSchema(event, definitions, "writer");
  const reader = contractSchema(event, definitions, "reader");
  const bigints = compileBigints(contractWithBigints(event, definitions, "reader"));
  const validators = compileValidators(event.eventName, contract, reader);
  const { imports } = validators;
  const body = shorten(bigints === undefined ? validators.body : judgeBigints(validators.body));
  const written = bigints === undefined ? contract : contractWithBigints(event, definitions, "writer");
  const toText = bigints === undefined ? "JSON.stringify" : "exactJsonText";
  const stringifier = compileStringifier(written, toText) ?? `const stringify = ${toText};`;
  if (stringifier.includes("quote(")) imports.set("quote", "quote");
  const copier = compileCopier(written) ?? "const copy = undefined;";
  const constructor = compileConstructor(written, event.envelope) ?? "const construct = undefined;";
  const encoder = compileEncoder(written, toText) ?? "const encode = undefined;";
  const scanner = compileScanner(written) ?? "const scanner = undefined;";
  const code = [...(bigints === undefined ? [] : [bigints]), copier, constructor, stringifier, encoder, scanner].join(
    "\n",
  );
  for (const name of [
    ...encoderImports,
    ...scannerImports,
    "boundedPattern",
    "codePointLength",
    "exactJsonText",
    "hasBigintsInPlace",
    "isMultipleOf",
  ] as const) {
    if (code.includes(`${name}(`) || code.includes(`= ${name};`)) imports.set(name, name);
  }
  if (body.includes("addError(")) imports.set("addError", "addError");
  if (bigints !== undefined) imports.set("bigintValidator", "bigintValidator");
  const names = ["contract", "writer", "reader", "copy", "construct", "stringify", "encode", "scanner"];
  const parts = bigints === undefined ? names : [...names, "bigints"];
  return { body: [body, contractCode(body, reader), code].join("\n"), parts, imports };
}

/** The code of `contract`. Ajv's code has the schema already, unless it was compiled from another form. */
function contractCode(validators: string, reader: SchemaObject): string {
  const schema = JSON.stringify({ $id: "reader", ...reader });
  const constants = validators.matchAll(/^const (schema\d+) = (\{"\$id":"reader",.*\});$/gm);
  const same = [...constants].find(([, , text]) => text === schema);
  return `const contract = () => (${same?.[1] ?? schema});`;
}

/**
 * The validator of one contract as a function, without generating code. It judges as the generated one, and is compiled at the first call.
 */
export function validatorOf(
  event: EventModel,
  definitions: Definitions,
  contract: "writer" | "reader",
): ValidateFunction {
  let compiled: AjvValidate | undefined;
  const validate = (data: unknown): boolean => {
    compiled ??= compile(contractSchema(event, definitions, contract));
    const isValid = compiled(data) === true;
    lazy.errors = compiled.errors ?? null;
    return isValid;
  };
  const lazy: ValidateFunction = Object.assign(validate, { errors: null });
  return lazy;
}

const newJudgingAjv = ajvSupply({ messages: false });

function compile(schema: SchemaObject): AjvValidate {
  const ajv = newJudgingAjv();
  addContract(ajv, "contract", schema);
  const compiled = ajv.getSchema("contract");
  if (compiled === undefined) throw new Error("Ajv does not compile the contract");
  return compiled;
}

/** A validator that keeps its errors in a property of itself, as Ajv's do. */
export interface ValidateFunction {
  (data: unknown): boolean;
  errors: readonly ErrorObject[] | null;
}

function compileValidators(eventName: string, writer: SchemaObject, reader: SchemaObject): CompiledCode {
  const shape = compileWriter(writer, reader);
  if (shape === undefined) return standaloneCode(eventName, { writer, reader });
  const { body, imports } = standaloneCode(eventName, { reader });
  if (shape.includes("closedValidator(")) imports.set("closedValidator", "closedValidator");
  return { body: `${body}\n${shape}`, imports };
}

/** For each event one that knows no other, so that names in the code do not depend on the events before it. */
const newGeneratingAjv = ajvSupply({ messages: false, code: { source: true, esm: true, lines: true } });

/** Code that defines a validator of each schema, by its name. */
function standaloneCode(eventName: string, schemas: Readonly<Record<string, SchemaObject>>): CompiledCode {
  const ajv = newGeneratingAjv();
  for (const [name, schema] of Object.entries(schemas)) addContract(ajv, name, schema);
  const names = Object.fromEntries(Object.keys(schemas).map((name) => [name, name]));
  return replaceRequires(standalone.default(ajv, names), eventName);
}

/**
 * Ajv's ESM output still says `const func1 = require("…").default;` for some keywords.
 *
 * @throws {Error} for a module that `runtimeImports` does not have: add it there.
 */
function replaceRequires(code: string, eventName: string): CompiledCode {
  const imports = new Map<string, RuntimeImport>();
  const body = code.replaceAll(
    /^const (\w+) = require\("([^"]+)"\)\.default;$/gm,
    (_, local: string, module: string) => {
      const name = runtimeImports[module];
      if (name === undefined)
        throw new Error(`validators of ${eventName} need ${module}, which the runtime does not have`);
      imports.set(local, name);
      return "";
    },
  );
  return {
    body: withoutEffects(boundPatterns(body, imports))
      .replace(/^"use strict";/, "")
      .replaceAll(/^export const (writer|reader) = /gm, "const $1 = ")
      .trim(),
    imports,
  };
}

/**
 * Without statements at the top level that do more than define something, since bundlers keep those also where nothing uses what they are
 * about. Nothing reads what `validate0.evaluated` says: what is evaluated is found in the schema beforehand.
 */
function withoutEffects(code: string): string {
  return code
    .replaceAll(/^validate\d+\.evaluated = \{.*\};$/gm, "")
    .replaceAll(/^const (\w+) = new RegExp\(/gm, "const $1 = /* @__PURE__ */ new RegExp(");
}

/** Ajv's code has a RegExp for each pattern, also for those that may take long. */
function boundPatterns(code: string, imports: Map<string, RuntimeImport>): string {
  return code.replaceAll(
    /^const (pattern\d+) = new RegExp\(("(?:[^"\\]|\\.)*"), "u"\);$/gm,
    (statement: string, name: string, source: string) => {
      const pattern = patternExpression(JSON.parse(source) as string);
      if (!pattern.includes("boundedPattern(")) return statement;
      imports.set("boundedPattern", "boundedPattern");
      return `const ${name} = ${pattern};`;
    },
  );
}
