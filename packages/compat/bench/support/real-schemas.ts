import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Json } from "../../dist/index.js";

type JsonObject = { readonly [name: string]: Json };

/** A file of a package of the repository, also one that its `exports` do not name. */
function installed(path: string): string {
  return new URL(`../../../../node_modules/${path}`, import.meta.url).pathname;
}

const requireHere = createRequire(import.meta.url);

const dialect = "https://json-schema.org/draft/2020-12/schema";

/** Schemas that others wrote, of packages that are installed with this repository, and its own. */
function realSchemas(): JsonObject[] {
  const own = new URL("../../../../schemas/", import.meta.url);
  const shared = readdirSync(new URL("shared/", own)).map((file) => new URL(`shared/${file}`, own).pathname);
  const files = [
    installed("@biomejs/biome/configuration_schema.json"),
    installed("oxlint/configuration_schema.json"),
    installed("turbo/schema.json"),
    requireHere.resolve("ajv/dist/refs/json-schema-draft-07.json"),
    requireHere.resolve("ajv-draft-04/dist/refs/json-schema-draft-04.json"),
    new URL("meta/event.schema.json", own).pathname,
    ...shared,
  ];
  return files.map((file) => {
    const schema = JSON.parse(readFileSync(file, "utf8")) as JsonObject;
    // Event schemas name the meta-schema by its path.
    return String(schema["$schema"]).startsWith("http") ? schema : { ...schema, $schema: dialect };
  });
}

/** Formats that texts without one get in turn, so that asserted formats stand on both sides. */
const formats = [
  "date-time",
  "uri",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uuid",
  "uri-reference",
  "duration",
  "regex",
  "time",
  "iri",
  "date",
];

/** A change of one keyword that leaves fewer instances, or the same. */
const narrowings: readonly ((schema: JsonObject) => JsonObject | undefined)[] = [
  (schema) => whereType(schema, "string", { ...schema, maxLength: Math.min(Number(schema["maxLength"] ?? 40), 40) }),
  (schema) => whereType(schema, "string", { ...schema, allOf: [...list(schema["allOf"]), { pattern: "^[a-z]" }] }),
  (schema) => whereType(schema, "integer", { ...schema, minimum: Math.max(Number(schema["minimum"] ?? 3), 3) }),
  (schema) => whereType(schema, "array", { ...schema, maxItems: Math.min(Number(schema["maxItems"] ?? 5), 5) }),
  (schema) => (list(schema["enum"]).length > 1 ? { ...schema, enum: list(schema["enum"]).slice(1) } : undefined),
  (schema) => {
    const optional = Object.keys(schema["properties"] ?? {}).find((name) => !list(schema["required"]).includes(name));
    return optional === undefined ? undefined : { ...schema, required: [...list(schema["required"]), optional] };
  },
];

function whereType(schema: JsonObject, type: string, narrower: JsonObject): JsonObject | undefined {
  return schema["type"] === type && schema["$ref"] === undefined ? narrower : undefined;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** Definitions of a large schema that are asked about. */
const maxDefinitions = 6;

/** Real schemas and their definitions, with narrower forms of them; asked both ways. */
export function narrowedPairs(): {
  readonly subset: Json;
  readonly superset: Json;
  readonly isContained: boolean | undefined;
}[] {
  return realSchemas()
    .flatMap(definitionsOf)
    .flatMap((schema) => {
      const texts = { count: 0 };
      const formatted = mapSchemas(schema, (each) =>
        each["type"] === "string" && each["format"] === undefined && each["$ref"] === undefined
          ? { ...each, format: formats[texts.count++ % formats.length] ?? "date" }
          : each,
      );
      return narrowings.flatMap((narrow) => {
        const changed = changedOnce(formatted, narrow);
        if (changed === undefined) return [];
        return [
          { subset: changed, superset: formatted, isContained: true },
          { subset: formatted, superset: changed, isContained: undefined },
        ];
      });
    });
}

/** A sample of the definitions, each as a schema of its own, beside the others. */
function definitionsOf(schema: JsonObject): JsonObject[] {
  const keyword = "definitions" in schema ? "definitions" : "$defs";
  const names = Object.keys(schema[keyword] ?? {});
  const step = Math.max(1, Math.floor(names.length / maxDefinitions));
  const { $schema = "http://json-schema.org/draft-07/schema#" } = schema;
  const parts = names
    .filter((_, index) => index % step === 0)
    .map(
      (name): JsonObject => ({
        $schema,
        allOf: [{ $ref: `#/${keyword}/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}` }],
        [keyword]: schema[keyword] ?? {},
      }),
    );
  return names.length < 30 ? [schema, ...parts] : parts;
}

/** The first schema within that a narrowing applies to, narrowed; where there are definitions, one that is reached. */
function changedOnce(schema: JsonObject, narrow: (each: JsonObject) => JsonObject | undefined): JsonObject | undefined {
  let isDone = false;
  const changed = mapSchemas(schema, (each) => {
    const narrower = isDone ? undefined : narrow(each);
    isDone ||= narrower !== undefined;
    return narrower ?? each;
  });
  return isDone ? changed : undefined;
}

const ofSchemas = new Set(["properties", "patternProperties", "definitions", "$defs", "dependentSchemas"]);
const ofOne = new Set(["items", "additionalProperties", "contains", "propertyNames", "unevaluatedProperties"]);
const ofSeveral = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);

/** A schema with each schema in it replaced, below tests such as `not` excepted, where a narrower one means a wider whole. */
function mapSchemas(schema: JsonObject, replace: (each: JsonObject) => JsonObject, isCounted = false): JsonObject {
  const within = (value: Json, isWithinOneOf = isCounted): Json =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? mapSchemas(value as JsonObject, replace, isWithinOneOf)
      : value;
  const entries = Object.entries(schema).map(([keyword, value]): [string, Json] => {
    if (ofSchemas.has(keyword) && typeof value === "object" && value !== null)
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, within(each as Json)]))];
    if (ofOne.has(keyword)) return [keyword, within(value)];
    // A narrower branch of oneOf may let instances of another one in.
    if (ofSeveral.has(keyword) && Array.isArray(value) && keyword !== "oneOf")
      return [keyword, value.map((each) => within(each))];
    return [keyword, value];
  });
  return replace(Object.fromEntries(entries));
}
