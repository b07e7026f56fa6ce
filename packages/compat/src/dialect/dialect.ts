/** The supported versions of JSON Schema, newest first. */
const dialects = ["2020-12", "2019-09", "draft-07", "draft-06", "draft-04"] as const;
export type Dialect = (typeof dialects)[number];

const dialectByUri: Readonly<Record<string, Dialect>> = {
  "https://json-schema.org/draft/2020-12/schema": "2020-12",
  "https://json-schema.org/draft/2019-09/schema": "2019-09",
  "http://json-schema.org/draft-07/schema": "draft-07",
  "http://json-schema.org/draft-06/schema": "draft-06",
  "http://json-schema.org/draft-04/schema": "draft-04",
};

/** The dialect that `$schema` names; undefined for anything but a standard one. */
export function dialectOf(uri: string): Dialect | undefined {
  return dialectByUri[uri.replace(/#$/, "")];
}

/** Where the value of a keyword holds subschemas. */
type Shape = "schema" | "schemas" | "map" | "schema-or-schemas" | "map-or-names";

const inEvery = {
  not: "schema",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
  properties: "map",
  patternProperties: "map",
  additionalProperties: "schema",
  definitions: "map",
} as const;
const untilDraft07 = {
  ...inEvery,
  items: "schema-or-schemas",
  additionalItems: "schema",
  dependencies: "map-or-names",
} as const;
const draft06 = { ...untilDraft07, contains: "schema", propertyNames: "schema" } as const;
const conditional = { if: "schema", then: "schema", else: "schema" } as const;
const since201909 = {
  ...draft06,
  ...conditional,
  $defs: "map",
  dependentSchemas: "map",
  unevaluatedItems: "schema",
  unevaluatedProperties: "schema",
} as const;

/** By dialect, the keywords whose values hold subschemas. `$id` and anchors have a meaning only inside those. */
export const applicators: Readonly<Record<Dialect, Readonly<Record<string, Shape>>>> = {
  "draft-04": untilDraft07,
  "draft-06": draft06,
  "draft-07": { ...draft06, ...conditional },
  "2019-09": since201909,
  "2020-12": { ...since201909, prefixItems: "schemas", items: "schema" },
};

/** Whether `$ref` hides the keywords beside it, as it did until draft-07. */
export function isReferenceAlone(dialect: Dialect): boolean {
  return dialect === "draft-04" || dialect === "draft-06" || dialect === "draft-07";
}

export function idKeyword(dialect: Dialect): "id" | "$id" {
  return dialect === "draft-04" ? "id" : "$id";
}
