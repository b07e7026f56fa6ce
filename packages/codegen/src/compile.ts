import { contractSchema, type Definitions, type EventModel } from "@metric-events/schema";
import { Ajv2020, type ValidateFunction as AjvValidate, type ErrorObject } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { compileConstructor } from "./constructor.js";
import { compileCopier } from "./copier.js";
import { compileEncoder, encoderImports } from "./encoder.js";
import { compileScanner, scannerImports } from "./scanner.js";
import { compileStringifier } from "./stringifier.js";

/**
 * What is compiled of an event: validators of both contracts, copier, constructor, stringifier, encoder and scanner, as source code in
 * JavaScript.
 */
export interface CompiledEvent {
  /** Statements that define `writer`, `reader`, `copy`, `construct`, `stringify`, `encode` and `scanner`. */
  readonly body: string;
  /** What the statements take from the runtime, by the name under which they use it. */
  readonly imports: ReadonlyMap<string, RuntimeImport>;
}

interface CompiledCode extends CompiledEvent {
  readonly imports: Map<string, RuntimeImport>;
}

type RuntimeImport =
  | "codePointLength"
  | "equalJson"
  | "quote"
  | (typeof encoderImports | typeof scannerImports)[number];

/** What Ajv's code loads from Ajv, and what the runtime has in its place. */
const runtimeImports: Readonly<Record<string, RuntimeImport>> = {
  "ajv/dist/runtime/ucs2length": "codePointLength",
  "ajv/dist/runtime/equal": "equalJson",
};

/** Options that decide what is valid: the same wherever event schemas are compiled, so that all agree. */
export const validationOptions = {
  allErrors: true,
  messages: false,
  // NaN and Infinity have no JSON form.
  strictNumbers: true,
  // Format is an annotation in 2020-12.
  validateFormats: false,
  unicodeRegExp: true,
  // 4.35 is a multiple of 0.01, though 4.35 / 0.01 is 434.99999999999994.
  multipleOfPrecision: 9,
  strict: false,
  // The lint has checked the schemas; an instance that skips it is ten times faster to make.
  meta: false,
  validateSchema: false,
} as const;

/** Compiles both contracts of an event with Ajv to standalone code, and what is made of them. */
export function compileEvent(event: EventModel, definitions: Definitions): CompiledEvent {
  const { body, imports } = compileValidators(event, definitions);
  const contract = contractSchema(event, definitions, "writer");
  const stringifier = compileStringifier(contract) ?? "const stringify = JSON.stringify;";
  if (stringifier.includes("quote(")) imports.set("quote", "quote");
  const copier = compileCopier(contract) ?? "const copy = undefined;";
  const constructor = compileConstructor(contract) ?? "const construct = undefined;";
  const encoder = compileEncoder(contract) ?? "const encode = undefined;";
  const scanner = compileScanner(contract) ?? "const scanner = undefined;";
  const code = [copier, constructor, stringifier, encoder, scanner].join("\n");
  for (const name of [...encoderImports, ...scannerImports, "codePointLength"] as const) {
    if (code.includes(`${name}(`)) imports.set(name, name);
  }
  return { body: `${body}\n${code}`, imports };
}

/**
 * The validator of one contract as a function: the same that generated code has, without the code around it. It is compiled at the
 * first call.
 */
export function validatorOf(
  event: EventModel,
  definitions: Definitions,
  contract: "writer" | "reader",
): ValidateFunction {
  let compiled: AjvValidate | undefined;
  const validate = (data: unknown): boolean => {
    compiled ??= new Ajv2020(validationOptions).compile(contractSchema(event, definitions, contract));
    const isValid = compiled(data) === true;
    lazy.errors = compiled.errors ?? null;
    return isValid;
  };
  const lazy: ValidateFunction = Object.assign(validate, { errors: null });
  return lazy;
}

/** A validator that leaves its errors on itself, as Ajv's do. */
export interface ValidateFunction {
  (data: unknown): boolean;
  errors: readonly ErrorObject[] | null;
}

function compileValidators(event: EventModel, definitions: Definitions): CompiledCode {
  // An instance of its own for each event: names in the code then do not depend on the events before it.
  const ajv = new Ajv2020({ ...validationOptions, code: { source: true, esm: true, lines: true } });
  for (const contract of ["writer", "reader"] as const) {
    ajv.addSchema({ $id: contract, ...contractSchema(event, definitions, contract) });
  }
  return replaceRequires(standalone.default(ajv, { writer: "writer", reader: "reader" }), event.eventName);
}

/**
 * Ajv's ESM output still says `const func1 = require("…").default;` for some keywords.
 *
 * @throws {Error} for a module that the runtime has nothing in place of: then this table needs it.
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
    body: body
      .replace(/^"use strict";/, "")
      .replaceAll(/^export const (writer|reader) = /gm, "const $1 = ")
      .trim(),
    imports,
  };
}
