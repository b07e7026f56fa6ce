import { applicators, isReferenceAlone } from "../dialect/dialect.js";
import type { Location } from "../dialect/document.js";
import type { Library } from "../dialect/library.js";
import { isArray, isObject, type JsonObject, member } from "../json/value.js";

const inPlace = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies"] as const;
const references = ["$ref", "$dynamicRef", "$recursiveRef"] as const;

/**
 * The most schemas that a validator applies to one value, anywhere in a document. A shared definition counts each time it is
 * applied, as it does in a validator, so the number can be exponential in the size of the schema.
 */
export function mostApplied(library: Library): number {
  const { document } = library;
  const known = new Map<string, number>();
  const open = new Set<string>();
  let most = 0;

  const cost = (location: Location): number => {
    const { schema } = location;
    if (!isObject(schema)) return 1;
    const key = `${location.resource.document.name}#${location.pointer}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    // A reference that leads back to itself in place has no meaning, which the compiler reports.
    if (open.has(key)) return 1;
    open.add(key);
    const total = targetsOf(location, schema).reduce((sum, target) => sum + cost(target), 1);
    open.delete(key);
    known.set(key, total);
    most = Math.max(most, total);
    return total;
  };

  const targetsOf = (location: Location, schema: JsonObject): Location[] => {
    const followed = references.flatMap((keyword) => {
      const value = member(schema, keyword);
      return typeof value === "string" ? (library.resolve(value, location) ?? []) : [];
    });
    if (isReferenceAlone(location.resource.dialect) && followed.length > 0) return followed;
    return [...followed, ...inPlace.flatMap((keyword) => below(location, schema, keyword))];
  };

  const visit = (location: Location): void => {
    const { schema, resource } = location;
    if (!isObject(schema)) return;
    cost(location);
    for (const keyword of Object.keys(applicators[resource.dialect]))
      for (const child of below(location, schema, keyword)) visit(child);
  };
  visit(document.root);
  return most;
}

/** The subschemas of a keyword: one, a list or a map. */
function below(location: Location, schema: JsonObject, keyword: string): Location[] {
  const { document } = location.resource;
  const value = member(schema, keyword);
  if (value === undefined || value === null) return [];
  if (isArray(value)) return value.map((_, index) => document.below(location, [keyword, String(index)]));
  const isMap = /^(dependentSchemas|dependencies|properties|patternProperties|\$defs|definitions)$/.test(keyword);
  if (!isMap) return [document.below(location, [keyword])];
  return isObject(value) ? Object.keys(value).map((name) => document.below(location, [keyword, name])) : [];
}
