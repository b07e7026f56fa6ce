/** What a keyword of the dialect does, and where its value holds subschemas. */
export interface Keyword {
  readonly role: "core" | "assertion" | "annotation" | "applicator";
  /** The value is one schema, a list of them, or a map of them by name. */
  readonly holds?: "schema" | "list" | "map";
  /**
   * What the subschemas apply to: the same instance (`in-place`), a part of it (`child`), or nothing unless something refers to them
   * (`definition`). JSON Schema Core, section 10.
   */
  readonly appliesTo?: "in-place" | "child" | "definition";
  /** Whether the subschemas only test what they apply to, without describing it. */
  readonly isTest?: true;
}

const core: Keyword = { role: "core" };
const assertion: Keyword = { role: "assertion" };
const annotation: Keyword = { role: "annotation" };
const inPlace = (holds: Keyword["holds"] & string): Keyword => ({ role: "applicator", holds, appliesTo: "in-place" });
const child = (holds: Keyword["holds"] & string): Keyword => ({ role: "applicator", holds, appliesTo: "child" });

const test = (keyword: Keyword): Keyword => ({ ...keyword, isTest: true });

/**
 * The keywords of the event meta-schema: JSON Schema 2020-12 without the dynamic ones, plus `kind`, `unit`, `partOf`, `spans`, `origin`,
 * `expectedMaximum`, `cardinality`, `buckets`, `otel`, `since`, `ends`, `pairs` and `envelope`.
 */
export const keywords: Readonly<Record<string, Keyword>> = {
  $schema: core,
  $id: core,
  $ref: core,
  $anchor: core,
  $comment: core,
  $defs: { role: "core", holds: "map", appliesTo: "definition" },

  title: annotation,
  description: annotation,
  examples: annotation,
  default: annotation,
  deprecated: annotation,
  since: annotation,
  ends: annotation,
  pairs: annotation,
  envelope: annotation,
  kind: annotation,
  unit: annotation,
  partOf: annotation,
  spans: annotation,
  origin: annotation,
  expectedMaximum: annotation,
  cardinality: annotation,
  buckets: annotation,
  otel: annotation,
  format: annotation,
  contentEncoding: annotation,
  contentMediaType: annotation,

  type: assertion,
  enum: assertion,
  const: assertion,
  minimum: assertion,
  maximum: assertion,
  exclusiveMinimum: assertion,
  exclusiveMaximum: assertion,
  multipleOf: assertion,
  minLength: assertion,
  maxLength: assertion,
  pattern: assertion,
  minItems: assertion,
  maxItems: assertion,
  uniqueItems: assertion,
  minContains: assertion,
  maxContains: assertion,
  required: assertion,
  minProperties: assertion,
  maxProperties: assertion,
  dependentRequired: assertion,

  allOf: inPlace("list"),
  anyOf: inPlace("list"),
  oneOf: inPlace("list"),
  not: test(inPlace("schema")),
  if: test(inPlace("schema")),
  then: inPlace("schema"),
  else: inPlace("schema"),
  dependentSchemas: inPlace("map"),

  properties: child("map"),
  patternProperties: child("map"),
  additionalProperties: child("schema"),
  unevaluatedProperties: child("schema"),
  propertyNames: test(child("schema")),
  items: child("schema"),
  prefixItems: child("list"),
  contains: test(child("schema")),
  unevaluatedItems: child("schema"),
};

/** Whether a keyword only describes the value, and never decides whether it is valid. */
export function isAnnotation(keyword: string): boolean {
  return keywords[keyword]?.role === "annotation";
}

/** The keywords that do not decide whether a value is valid. */
export const annotationKeywords: readonly string[] = Object.keys(keywords).filter(isAnnotation);
