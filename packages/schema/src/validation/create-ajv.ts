import { Ajv2020, type Options } from "ajv/dist/2020.js";
import { ValueScope } from "ajv/dist/compile/codegen/scope.js";
import { SchemaEnv } from "ajv/dist/compile/index.js";
import type { SchemaObject } from "../schema-types.js";
import { containsKeyword, ifThenElse, multipleOfKeyword, notKeyword, uniqueItemsKeyword } from "./keywords.js";
import { linearRegExp } from "./linear-reg-exp.js";
import { planUnevaluated } from "./unevaluated.js";
import { unevaluatedItems, unevaluatedProperties } from "./unevaluated-keywords.js";

/** Options that decide what is valid: the same wherever event schemas are compiled, so that all agree. */
const validationOptions = {
  allErrors: true,
  // NaN and Infinity have no JSON form.
  strictNumbers: true,
  // Format is an annotation in 2020-12.
  validateFormats: false,
  unicodeRegExp: true,
  strict: false,
  // The lint has checked the schemas; an instance that skips it is ten times faster to make.
  meta: false,
  validateSchema: false,
} as const satisfies Options;

/** Replacements for keywords in which Ajv departs from the specification. */
const ownKeywords = [
  multipleOfKeyword,
  containsKeyword,
  notKeyword,
  ifThenElse,
  unevaluatedItems,
  unevaluatedProperties,
  uniqueItemsKeyword,
];

/**
 * An Ajv that judges as the specification says, in linear time. It takes schemas that {@link planUnevaluated} returned. Code that is generated
 * (`code.source`) has a RegExp for each pattern.
 */
export function createAjv(options: Pick<Options, "code" | "messages"> = {}): Ajv2020 {
  const code = options.code?.source === true ? options.code : { ...options.code, regExp: linearRegExp };
  const ajv = new Ajv2020({ ...validationOptions, ...options, code });
  for (const keyword of ownKeywords) {
    ajv.removeKeyword(String(keyword.keyword)).addKeyword(keyword);
  }
  // Plans list what is evaluated, and event schemas have no dynamic references, so the code need not keep track of either.
  ajv.opts.unevaluated = false;
  ajv.opts.dynamicRef = false;
  return ajv;
}

/**
 * Gives out one Ajv after the other, each as new as one of {@link createAjv}: names in the code that it generates do not depend on what came
 * before. It is one that forgets, since making one takes longer than compiling an event. What one compiled stays usable.
 */
export function ajvSupply(options: Parameters<typeof createAjv>[0]): () => Ajv2020 {
  let ajv: Ajv2020 | undefined;
  return () => {
    ajv ??= createAjv(options);
    ajv.removeSchema();
    Object.assign(ajv, { scope: new ValueScope({ ...ajv.scope.opts, scope: {} }) });
    return ajv;
  };
}

/**
 * Adds a self-contained schema. The `schemaPath` of errors begins with `#/$defs/<name>` in a definition: Ajv leaves that out where it
 * compiles the definition as a function.
 */
export function addContract(ajv: Ajv2020, id: string, schema: SchemaObject): void {
  const planned = planUnevaluated(schema);
  ajv.addSchema({ $id: id, ...planned });
  const root = ajv.schemas[id];
  if (root === undefined) throw new Error(`Ajv does not keep ${id}`);
  for (const [name, definition] of Object.entries(planned.$defs ?? {})) {
    const isReference = typeof definition === "object" && definition.$ref !== undefined;
    if (isReference) continue;
    const schemaPath = `#/$defs/${name}`;
    ajv.refs[`${id}${schemaPath}`] = new SchemaEnv({
      schema: definition,
      schemaId: "$id",
      root,
      baseId: root.baseId,
      schemaPath,
    });
  }
}
