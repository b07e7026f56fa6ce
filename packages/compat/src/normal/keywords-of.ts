import type { Location } from "../dialect/document.js";
import { escapeName } from "../dialect/document.js";
import { isArray, isObject, type Json, type JsonObject, member } from "../json/value.js";
import { effectiveKeywords } from "../keywords/table.js";
import type { Entry, KeywordName, MapEntry, Node } from "./node.js";
import { shapes } from "./node.js";

/** The node of the subschema at a path below a schema. */
type Below = (...path: readonly string[]) => Node;

/** The keywords that a schema itself has, translated to 2020-12; `undefined` when one has an invalid value. */
export function keywordsOf(
  location: Location,
  schema: JsonObject,
  below: Below,
): ReadonlyMap<string, Entry> | undefined {
  const effective = effectiveKeywords(location.resource.dialect);
  const entries = new Map<string, Entry>();
  for (const keyword of Object.keys(schema)) {
    if (!effective.has(keyword) || keyword.startsWith("$")) continue;
    const value = schema[keyword] ?? null;
    const translated = translate(keyword, value, { schema, pointer: location.pointer, below });
    if (translated === undefined) return undefined;
    for (const [name, entry] of translated) entries.set(name, entry);
  }
  return entries;
}

interface Source {
  readonly schema: JsonObject;
  readonly pointer: string;
  readonly below: Below;
}

type Translated = readonly (readonly [KeywordName, Entry])[];

/** One keyword as written → the same in 2020-12. */
function translate(keyword: string, value: Json, source: Source): Translated | undefined {
  const { schema, pointer } = source;
  const location = `${pointer}/${escapeName(keyword)}`;
  switch (keyword) {
    case "items":
      // items: [a, b] → prefixItems: [a, b]
      return one(isArray(value) ? "prefixItems" : "items", keyword, value, source);
    case "additionalItems":
      // Without a list in items it means nothing.
      return isArray(member(schema, "items")) ? one("items", keyword, value, source) : [];
    case "dependencies":
      return dependencies(value, source);
    case "minimum":
    case "maximum": {
      // minimum: 1, exclusiveMinimum: true → exclusiveMinimum: 1
      const exclusive = keyword === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
      return schema[exclusive] === true
        ? [[exclusive, { shape: "value", value, location }]]
        : one(keyword, keyword, value, source);
    }
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return typeof value === "boolean" ? [] : one(keyword, keyword, value, source);
    default:
      return Object.hasOwn(shapes, keyword) ? one(keyword as KeywordName, keyword, value, source) : [];
  }
}

function one(name: KeywordName, keyword: string, value: Json, source: Source): Translated | undefined {
  const entry = entryOf(name, keyword, value, source);
  return entry === undefined ? undefined : [[name, entry]];
}

function entryOf(name: KeywordName, keyword: string, value: Json, { pointer, below }: Source): Entry | undefined {
  const location = `${pointer}/${escapeName(keyword)}`;
  const shape = shapes[name];
  switch (shape) {
    case "value":
      return { shape, value, location };
    case "names": {
      if (!isArray(value) || !value.every((each) => typeof each === "string")) return undefined;
      return { shape, names: new Map(value.map((each, index) => [each, `${location}/${index}`])), location };
    }
    case "schema":
      return { shape, node: below(keyword), location };
    case "list":
      return isArray(value)
        ? { shape, nodes: value.map((_, index) => below(keyword, String(index))), location }
        : undefined;
    case "map":
      return isObject(value) ? mapOf(Object.keys(value), keyword, below, location) : undefined;
    default:
      return shape satisfies never;
  }
}

function mapOf(names: readonly string[], keyword: string, below: Below, location: string): MapEntry {
  return { shape: "map", nodes: new Map(names.map((name) => [name, below(keyword, name)])), location };
}

/** dependencies: { a: ["b"], c: {…} } → dependentRequired: { a: ["b"] }, dependentSchemas: { c: {…} } */
function dependencies(value: Json, { pointer, below }: Source): Translated | undefined {
  if (!isObject(value)) return undefined;
  const location = `${pointer}/dependencies`;
  const names = Object.entries(value).filter(([, each]) => isArray(each));
  const schemas = Object.keys(value).filter((name) => !isArray(value[name]));
  return [
    ...(names.length === 0
      ? []
      : [["dependentRequired", { shape: "value", value: Object.fromEntries(names), location }] as const]),
    ...(schemas.length === 0 ? [] : [["dependentSchemas", mapOf(schemas, "dependencies", below, location)] as const]),
  ];
}
