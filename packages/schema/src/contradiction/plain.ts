import { joinPointer } from "@metric-events/runtime";
import { isAnnotation } from "../keywords.js";
import type { SchemaFile, SchemaSet } from "../load.js";
import { declarations, describe, type Site } from "../locations.js";
import { isSchemaObject, type SchemaObject, type TypeName } from "../schema-types.js";
import { walk } from "../walk.js";

/**
 * Quickly finds schemas that have an instance with all their fields: those that use few keywords, each independent of the others. It
 * cannot tell for the others.
 */
export class PlainSchemas {
  readonly #set: SchemaSet;
  readonly #known = new Map<SchemaObject, boolean>();
  readonly #open = new Set<SchemaObject>();

  constructor(set: SchemaSet) {
    this.#set = set;
  }

  /** Whether nothing in a file, definitions included, needs a closer look. */
  hasFile(file: SchemaFile): boolean {
    let isPlain = this.has([{ file, pointer: "", schema: file.schema }]);
    walk(file.schema, (schema, pointer) => {
      if (!isPlain || !isSchemaObject(schema)) return;
      for (const [name, sub] of Object.entries(schema.$defs ?? {})) {
        const at = joinPointer(pointer, "$defs", name);
        if (isSchemaObject(sub)) isPlain &&= this.has([{ file, pointer: at, schema: sub }]);
      }
    });
    return isPlain;
  }

  /** Whether one value can satisfy all these schemas, with all fields that they declare. */
  has(sites: readonly Site[]): boolean {
    const [site] = sites;
    const known = sites.length === 1 && site !== undefined ? this.#known.get(site.schema) : undefined;
    if (known !== undefined) return known;
    // A schema that contains itself is not plain.
    if (sites.some(({ schema }) => this.#open.has(schema))) return false;
    for (const { schema } of sites) this.#open.add(schema);
    const isPlain = this.#isPlain(sites);
    for (const { schema } of sites) this.#open.delete(schema);
    if (sites.length === 1 && site !== undefined) this.#known.set(site.schema, isPlain);
    return isPlain;
  }

  #isPlain(sites: readonly Site[]): boolean {
    const descriptions = sites.map((site) => describe(this.#set, site));
    if (!descriptions.every(({ isComplete }) => isComplete)) return false;
    const parts = descriptions.flatMap((description) => description.parts);
    if (!parts.every(({ schema }) => Object.keys(schema).every(isPlainKeyword))) return false;
    const schemas = parts.map(({ schema }) => schema);
    const types = commonTypes(schemas);
    if (!hasPlainValues(schemas, types)) return false;

    const fields = declarations(parts);
    const isObject = fields.size > 0 || schemas.some(({ required }) => required !== undefined);
    const isListed = schemas.some((schema) => Object.hasOwn(schema, "const") || schema.enum !== undefined);
    if (isObject && (isListed || !types.has("object"))) return false;
    const isEachThere = parts.every(({ schema }) => Object.values(schema.properties ?? {}).every(isSchemaObject));
    if (!isEachThere || ![...fields.values()].every((declared) => this.has(declared))) return false;

    const lists = parts.flatMap(({ file, pointer, schema }) =>
      isSchemaObject(schema.items) ? [{ file, pointer: joinPointer(pointer, "items"), schema: schema.items }] : [],
    );
    return lists.length === 0 || (!isListed && types.has("array") && this.has(lists));
  }
}

const plainKeywords = new Set([
  "$ref",
  "$schema",
  "$id",
  "$anchor",
  "$comment",
  "$defs",
  "allOf",
  "type",
  "properties",
  "required",
  "items",
]);
/** Each of them alone leaves some values of its type. */
const bounds = { minimum: "number", exclusiveMinimum: "number", maximum: "number", minLength: "string" } as const;

function isPlainKeyword(keyword: string): boolean {
  return (
    plainKeywords.has(keyword) || keyword === "const" || keyword === "enum" || isBound(keyword) || isAnnotation(keyword)
  );
}

function isBound(keyword: string): boolean {
  return Object.hasOwn(bounds, keyword);
}

const everyType: readonly TypeName[] = ["null", "boolean", "integer", "number", "string", "array", "object"];

/** The types that all schemas allow; `number` includes `integer`. */
function commonTypes(schemas: readonly SchemaObject[]): Set<TypeName> {
  const common = new Set(everyType);
  for (const { type: allowed } of schemas) {
    if (allowed === undefined) continue;
    const list: readonly TypeName[] = typeof allowed === "string" ? [allowed] : allowed;
    for (const type of common) {
      if (!list.includes(type) && !(type === "integer" && list.includes("number"))) common.delete(type);
    }
  }
  return common;
}

/** Whether at most one keyword besides `type` restricts values, and leaves a value of these types. */
function hasPlainValues(schemas: readonly SchemaObject[], types: ReadonlySet<TypeName>): boolean {
  const restricting = schemas.flatMap((schema) =>
    Object.entries(schema).filter(([keyword]) => keyword === "const" || keyword === "enum" || isBound(keyword)),
  );
  const [first, ...others] = restricting;
  if (first === undefined || others.length > 0) return first === undefined && types.size > 0;
  const [keyword, value] = first;
  if (keyword === "const") return isScalarOf(value, types);
  if (keyword === "enum") return Array.isArray(value) && value.some((each) => isScalarOf(each, types));
  const type = bounds[keyword as keyof typeof bounds];
  return types.has(type) || (type === "number" && types.has("integer"));
}

function isScalarOf(value: unknown, types: ReadonlySet<TypeName>): boolean {
  switch (typeof value) {
    case "string":
      return types.has("string");
    case "boolean":
      return types.has("boolean");
    case "number":
      return types.has(Number.isInteger(value) ? "integer" : "number");
    default:
      return value === null && types.has("null");
  }
}
