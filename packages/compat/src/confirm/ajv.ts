import { createRequire } from "node:module";
import { Ajv, type AnySchema, type AnySchemaObject, type Options } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import { type Dialect, dialectOf } from "../dialect/dialect.js";
import { fromNumber, isMultiple } from "../json/decimal.js";
import { isObject, type Json, type JsonSchema, member } from "../json/value.js";
import { matcherOf } from "../language/matcher.js";
import { PatternAutomata } from "../language/pattern-automata.js";
import { attempted, type Validator } from "./validator.js";

const require = createRequire(import.meta.url);

export interface AjvOptions {
  readonly isFormatAsserted: boolean;
  /** Used where `$schema` is absent or unknown. */
  readonly dialect: Dialect;
  /** Documents that the schema may refer to, by URI. */
  readonly documents?: Readonly<Record<string, JsonSchema>>;
}

/**
 * Ajv on the schema as given, with three corrections: patterns take linear time, inherited names such as `toString` do not
 * count as properties, and `multipleOf` is exact (Ajv divides doubles and finds that 0.3 is not a multiple of 0.1).
 */
export function ajvValidator(schema: JsonSchema, options: AjvOptions): Validator {
  const named = isObject(schema) ? member(schema, "$schema") : undefined;
  const known = typeof named === "string" ? dialectOf(named) : undefined;
  return attempted(() => {
    const hasOthers = mentionsOthers(schema);
    const ajv = newAjv(known ?? options.dialect, options, hasOthers);
    ajv.removeKeyword("multipleOf");
    ajv.addKeyword({
      keyword: "multipleOf",
      type: "number",
      schemaType: "number",
      validate: (of: number, value: number) => isMultiple(fromNumber(value), fromNumber(of)),
    });
    const documents = hasOthers ? Object.entries(options.documents ?? {}) : [];
    for (const [uri, document] of documents) ajv.addSchema(document as AnySchema, uri);
    const validate = ajv.compile((known === undefined ? withoutDialect(schema) : schema) as AnySchema);
    const test = (instance: Json): boolean | undefined => {
      try {
        return validate(instance) === true;
      } catch {
        return undefined;
      }
    };
    return { test, problem: undefined };
  });
}

/** Whether a schema may refer to another document: without the meta-schemas, an Ajv instance is made ten times faster. */
function mentionsOthers(schema: JsonSchema): boolean {
  return /"\$(?:dynamic|recursive)?[rR]ef":"[^#"]/.test(JSON.stringify(schema));
}

function newAjv(dialect: Dialect, { isFormatAsserted }: AjvOptions, hasMeta: boolean): Ajv {
  const options: Options = {
    strict: false,
    logger: false,
    validateSchema: false,
    meta: hasMeta,
    validateFormats: isFormatAsserted,
    unicodeRegExp: true,
    ownProperties: true,
    // A schema judges few instances, so optimizing its code takes longer than it saves.
    code: { regExp: safeRegExp, optimize: false },
  };
  const ajv = bare(dialect, options);
  if (isFormatAsserted) (require("ajv-formats") as (ajv: Ajv) => void)(ajv);
  return ajv;
}

/** The engine for `pattern`: the same language, but no unbounded backtracking. */
const safeRegExp = Object.assign(
  (source: string, flags: string): RegExp => {
    const matcher = flags === "u" ? matcherOf(source, new PatternAutomata()) : undefined;
    if (matcher === undefined) return new RegExp(source, flags);
    // Ajv caches engines by their text, so the text has to be that of the pattern.
    const test = (text: string): boolean => {
      const truth = matcher.test(text);
      if (truth === undefined) throw new Error(`matching ${source} might not end`);
      return truth;
    };
    return { test, toString: () => `/${source}/${flags}` } as RegExp;
  },
  { code: "matcherOf" },
);

function bare(dialect: Dialect, options: Options): Ajv {
  switch (dialect) {
    case "2020-12":
      return new Ajv2020(options) as unknown as Ajv;
    case "2019-09":
      return new Ajv2019(options) as unknown as Ajv;
    case "draft-07":
      return new Ajv({ ...options, ignoreKeywordsWithRef: true });
    case "draft-06": {
      const ajv = new Ajv({ ...options, ignoreKeywordsWithRef: true });
      ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json") as AnySchemaObject);
      ajv.removeKeyword("if");
      return ajv;
    }
    case "draft-04": {
      const { default: Draft04 } = require("ajv-draft-04") as { readonly default: new (options: Options) => Ajv };
      return new Draft04({ ...options, ignoreKeywordsWithRef: true, schemaId: "id" } as Options);
    }
  }
}

/** Ajv refuses an unknown `$schema`; the caller has said which dialect to use. */
function withoutDialect(schema: JsonSchema): JsonSchema {
  if (!isObject(schema) || !("$schema" in schema)) return schema;
  const { $schema: _, ...rest } = schema;
  return rest;
}
