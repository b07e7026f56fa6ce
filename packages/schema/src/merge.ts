import { isDeepStrictEqual } from "node:util";
import { equalJson } from "@metric-events/runtime";
import { isAnnotation } from "./keywords.js";
import { isSchemaObject, type Schema, type SchemaObject, type TypeName } from "./schema-types.js";
import { ajvSupply } from "./validation/create-ajv.js";
import { isAccepting } from "./validation/linear-reg-exp.js";
import { planUnevaluated } from "./validation/unevaluated.js";
import { walk } from "./walk.js";

/** The result of merging two schemas, and the keyword that prevented it, if any. */
export interface Merged {
  readonly schema: SchemaObject;
  readonly conflict?: string;
}

type Merge = (base: never, own: never) => unknown;

/** Limits, of which the narrower one means both. */
export const narrower: Readonly<Record<string, (base: number, own: number) => number>> = {
  minimum: Math.max,
  exclusiveMinimum: Math.max,
  minLength: Math.max,
  minItems: Math.max,
  minProperties: Math.max,
  maximum: Math.min,
  exclusiveMaximum: Math.min,
  maxLength: Math.min,
  maxItems: Math.min,
  maxProperties: Math.min,
};

/** Keywords that can occur twice: both are merged into one that means both. */
const mergers: Readonly<Record<string, Merge>> = {
  ...narrower,
  required: (base: string[], own: string[]) => [...new Set([...base, ...own])],
  uniqueItems: (base: boolean, own: boolean) => base || own,
  allOf: (base: Schema[], own: Schema[]) => [...base, ...own],
  type: mergeTypes,
  properties: mergeProperties,
} satisfies Record<string, (base: never, own: never) => unknown>;

/** Keywords whose meaning depends on keywords beside them (JSON Schema Core, sections 10.2 and 10.3). */
const neighbours: readonly { readonly sensitive: readonly string[]; readonly to: readonly string[] }[] = [
  { sensitive: ["additionalProperties"], to: ["properties", "patternProperties", "additionalProperties"] },
  {
    sensitive: ["items", "unevaluatedItems", "prefixItems"],
    to: ["items", "prefixItems", "unevaluatedItems", "contains"],
  },
  { sensitive: ["contains"], to: ["contains", "minContains", "maxContains"] },
  { sensitive: ["if"], to: ["if", "then", "else"] },
];

const unevaluatedKeywords = ["unevaluatedProperties", "unevaluatedItems"];

/**
 * Merges a schema from `allOf` or `$ref` with the one around it. What cannot become one stays in `allOf`: a keyword that both have, such as
 * `pattern`; or the whole schema, where keywords look at those beside them.
 */
export function mergeSchemas(base: SchemaObject, own: SchemaObject): Merged {
  const conflict = findConflict(base, own);
  if (conflict !== undefined) return { schema: keepApart(base, own), conflict };
  const clashing = Object.keys(own).filter((keyword) => isClashing(keyword, base, own));
  const schema: Record<string, unknown> = { ...base };
  for (const [keyword, value] of Object.entries(own)) {
    const isShared = Object.hasOwn(base, keyword) && !isAnnotation(keyword) && !clashing.includes(keyword);
    schema[keyword] = isShared ? mergeKeyword(keyword, base[keyword], value) : value;
  }
  const merged = own.examples === undefined ? withFittingExamples(schema, own) : schema;
  const [first] = clashing;
  if (first === undefined) return { schema: merged };
  const apart = Object.fromEntries(clashing.map((keyword) => [keyword, base[keyword]]));
  return { schema: keepApart(apart, merged), conflict: first };
}

/** Whether both schemas have a keyword, and nothing means both. */
function isClashing(keyword: string, base: SchemaObject, own: SchemaObject): boolean {
  return (
    Object.hasOwn(base, keyword) &&
    !isAnnotation(keyword) &&
    mergers[keyword] === undefined &&
    !isDeepStrictEqual(base[keyword], own[keyword])
  );
}

/** Examples of a schema that another one narrows may no longer be valid. */
function withFittingExamples(schema: SchemaObject, own: SchemaObject): SchemaObject {
  const { examples, ...rest } = schema;
  // What is unevaluated depends on the base, which these rules do not show.
  const rules = Object.fromEntries(
    Object.entries(own).filter(([keyword]) => !isAnnotation(keyword) && !keyword.startsWith("unevaluated")),
  );
  if (examples === undefined || Object.keys(rules).length === 0) return schema;
  let hasReference = false;
  walk(rules, (sub) => {
    hasReference ||= isSchemaObject(sub) && sub.$ref !== undefined;
  });
  if (hasReference) return rest;
  const accepts = acceptanceBy(rules);
  const fitting = examples.filter(accepts);
  return fitting.length === 0 ? rest : { ...rest, examples: fitting };
}

const newAjv = ajvSupply({ messages: false });

/** Whether schemas of a few keywords accept a value. Compiling takes a millisecond, and most often it is a constant that narrows. */
function acceptanceBy(rules: SchemaObject): (value: unknown) => boolean {
  if (Object.keys(rules).every((keyword) => keyword === "const")) return (value) => equalJson(value, rules.const);
  const isValid = newAjv().compile(planUnevaluated(rules));
  return (value) => isAccepting(isValid, value);
}

/** The keyword for which the schemas have to stay as they are, side by side. */
function findConflict(base: SchemaObject, own: SchemaObject): string | undefined {
  for (const { sensitive, to } of neighbours) {
    for (const keyword of sensitive) {
      const inBase = Object.hasOwn(base, keyword) && to.some((other) => Object.hasOwn(own, other));
      const inOwn = Object.hasOwn(own, keyword) && to.some((other) => Object.hasOwn(base, other));
      if (inBase || inOwn) return keyword;
    }
  }
  if (base.type !== undefined && own.type !== undefined && mergeTypes(base.type, own.type).length === 0) return "type";
  // These do not see what is evaluated around them, or in other branches.
  return unevaluatedKeywords.find((keyword) => Object.hasOwn(base, keyword));
}

function mergeKeyword(keyword: string, base: unknown, own: unknown): unknown {
  const merge = mergers[keyword];
  // Each merger takes the values of its own keyword, whose types the meta-schema has checked.
  return merge === undefined ? own : (merge as (base: unknown, own: unknown) => unknown)(base, own);
}

function keepApart(base: SchemaObject, own: SchemaObject): SchemaObject {
  return { ...own, allOf: [base, ...(own.allOf ?? [])] };
}

type Types = TypeName | readonly TypeName[];

function mergeTypes(base: Types, own: Types): TypeName | TypeName[] {
  const ownTypes = new Set([own].flat());
  const both = [base].flat().flatMap((type): TypeName[] => {
    if (ownTypes.has(type)) return [type];
    if (type === "number" && ownTypes.has("integer")) return ["integer"];
    return type === "integer" && ownTypes.has("number") ? [type] : [];
  });
  const types = [...new Set(both)];
  const [first] = types;
  return first !== undefined && types.length === 1 ? first : types;
}

export function mergeProperties(base: Record<string, Schema>, own: Record<string, Schema>): Record<string, Schema> {
  const merged = { ...base };
  for (const [name, schema] of Object.entries(own)) {
    const other = Object.hasOwn(merged, name) ? merged[name] : undefined;
    merged[name] = other === undefined ? schema : conjunction(other, schema);
  }
  return merged;
}

function conjunction(base: Schema, own: Schema): Schema {
  if (base === true || own === false) return own;
  if (base === false || own === true) return base;
  if (!isSchemaObject(base) || !isSchemaObject(own)) return own;
  // The two schemas do not see what the other evaluates, but one that is merged in is seen.
  const isBlind = unevaluatedKeywords.some((keyword) => Object.hasOwn(own, keyword));
  return isBlind ? { allOf: [base, own] } : mergeSchemas(base, own).schema;
}
