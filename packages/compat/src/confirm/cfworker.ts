import { createRequire } from "node:module";
import type { SchemaDraft } from "@cfworker/json-schema";
import type { Dialect } from "../dialect/dialect.js";
import type { Library } from "../dialect/library.js";
import { isArray, isObject, type Json } from "../json/value.js";
import { mayBacktrack } from "../language/matcher.js";
import { resolvedSchema } from "./resolved.js";
import { attempted, type Validator } from "./validator.js";

const require = createRequire(import.meta.url);

const drafts: Readonly<Record<Dialect, SchemaDraft>> = {
  "2020-12": "2020-12",
  "2019-09": "2019-09",
  "draft-07": "7",
  // What draft-07 adds is not in a resolved schema of draft-06.
  "draft-06": "7",
  "draft-04": "4",
};

/**
 * `@cfworker/json-schema` on the resolved schema. It interprets schemas, so it also judges those that Ajv cannot compile. Loaded
 * only when needed.
 */
export function cfworkerValidator(library: Library, isFormatAsserted: boolean): Validator {
  return attempted(() => {
    const { schema, patterns } = resolvedSchema(library, isFormatAsserted);
    const { Validator: Cfworker } = require("@cfworker/json-schema") as typeof import("@cfworker/json-schema");
    const validator = new Cfworker(schema as object, drafts[library.document.root.resource.dialect]);
    const test = (instance: Json): boolean | undefined => {
      const texts = textsIn(instance);
      if ([...patterns].some((source) => texts.some((text) => mayBacktrack(source, text)))) return undefined;
      try {
        return validator.validate(instance).valid;
      } catch {
        return undefined;
      }
    };
    return { test, problem: undefined };
  });
}

/** All strings and property names in a value. */
function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member)]) : [];
}
