import { createRequire } from "node:module";
import type { JsonSchema } from "../json/value.js";
import { dialectOf } from "./dialect.js";
import { Document } from "./document.js";

const require = createRequire(import.meta.url);
const files: Readonly<Record<string, string>> = {
  "http://json-schema.org/draft-07/schema": "ajv/dist/refs/json-schema-draft-07.json",
  "http://json-schema.org/draft-06/schema": "ajv/dist/refs/json-schema-draft-06.json",
  "http://json-schema.org/draft-04/schema": "ajv-draft-04/dist/refs/json-schema-draft-04.json",
  ...vocabularies("2019-09", ["applicator", "content", "core", "format", "meta-data", "validation"]),
  ...vocabularies("2020-12", [
    "applicator",
    "content",
    "core",
    "format-annotation",
    "meta-data",
    "unevaluated",
    "validation",
  ]),
};

/** A standard meta-schema, which any schema may refer to. Read only when needed. */
export function standardDocument(uri: string): Document | undefined {
  const file = Object.hasOwn(files, uri) ? files[uri] : undefined;
  if (file === undefined) return undefined;
  const schema = require(file) as { readonly $schema: string };
  return new Document(uri, schema as unknown as JsonSchema, {
    dialect: dialectOf(schema.$schema) ?? "2020-12",
    isDialectForced: false,
  });
}

function vocabularies(version: string, names: readonly string[]): Record<string, string> {
  const base = `https://json-schema.org/draft/${version}`;
  const folder = `ajv/dist/refs/json-schema-${version}`;
  const entries = names.map((name) => [`${base}/meta/${name}`, `${folder}/meta/${name}.json`]);
  return Object.fromEntries([[`${base}/schema`, `${folder}/schema.json`], ...entries]) as Record<string, string>;
}
