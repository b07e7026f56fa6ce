import { applicators, isReferenceAlone } from "../dialect/dialect.js";
import type { Location } from "../dialect/document.js";
import { type DynamicScope, keyOf, type Library } from "../dialect/library.js";
import { isArray, isObject, type Json, type JsonObject, type JsonSchema, member } from "../json/value.js";
import { effectiveKeywords } from "../keywords/table.js";

/** A schema that needs no other document, no `$id` and no dynamic scope. */
interface Resolved {
  readonly schema: JsonSchema;
  /** All regular expressions in it. */
  readonly patterns: ReadonlySet<string>;
}

/**
 * The root of a library with nothing left in it that validators read differently: each reference is `#/$defs/…`, and keywords
 * without an effect in the dialect are gone. `$dynamicRef` depends on the way to it, so a schema is written once for each
 * dynamic scope.
 *
 * @throws when a reference leads nowhere, or into another dialect
 */
export function resolvedSchema(library: Library, isFormatAsserted: boolean): Resolved {
  const { root } = library.document;
  const { dialect } = root.resource;
  const effective = new Set(effectiveKeywords(dialect));
  if (!isFormatAsserted) effective.delete("format");
  // Booleans that modify "minimum" and "maximum".
  if (dialect === "draft-04") effective.add("exclusiveMinimum").add("exclusiveMaximum");
  const shapes = applicators[dialect];
  const patterns = new Set<string>();
  const names = new Map<string, string>();
  const wanted: (() => void)[] = [];
  const $defs: Record<string, JsonSchema> = {};

  const referenceTo = (target: Location | undefined, reference: Json, scope: DynamicScope): JsonObject => {
    if (target === undefined) throw new Error(`${JSON.stringify(reference)} leads nowhere`);
    if (target.resource.dialect !== dialect) throw new Error(`${JSON.stringify(reference)} leads into another dialect`);
    const key = keyOf(target, scope);
    let name = names.get(key);
    if (name === undefined) {
      name = String(names.size);
      names.set(key, name);
      const definition = name;
      wanted.push(() => {
        $defs[definition] = write(target, scope);
      });
    }
    return { $ref: `#/$defs/${name}` };
  };

  const write = (location: Location, outer: DynamicScope): JsonSchema => {
    const { schema } = location;
    if (!isObject(schema)) return schema;
    const scope = library.enter(outer, location);
    const references = referencesOf(location, schema, scope).map(([target, value]) =>
      referenceTo(target, value, scope),
    );
    if (references.length > 0 && isReferenceAlone(dialect)) return references[0] ?? true;
    const written: Record<string, Json> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (!effective.has(keyword) || keyword.startsWith("$")) continue;
      if (keyword === "pattern" && typeof value === "string") patterns.add(value);
      if (keyword === "patternProperties" && isObject(value)) for (const each of Object.keys(value)) patterns.add(each);
      written[keyword] = keyword in shapes ? below(location, keyword, value, scope) : value;
    }
    if (references.length === 1) return { ...written, ...references[0] };
    if (references.length === 0) return written;
    const { allOf } = written;
    return { ...written, allOf: [...references, ...(isArray(allOf) ? allOf : [])] };
  };

  /** The value of an applicator: one schema, a list or a map of them; `dependencies` may also hold lists of names. */
  const below = (location: Location, keyword: string, value: Json, scope: DynamicScope): Json => {
    const at = (...path: readonly string[]): JsonSchema =>
      write(library.document.below(location, [keyword, ...path]), scope);
    if (isArray(value)) return value.map((_, index) => at(String(index)));
    const shape = shapes[keyword];
    if (shape !== "map" && shape !== "map-or-names") return at();
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, isArray(each) ? each : at(name)]));
  };

  const referencesOf = (
    location: Location,
    schema: JsonObject,
    scope: DynamicScope,
  ): (readonly [Location | undefined, Json])[] =>
    ["$ref", "$dynamicRef", "$recursiveRef"].flatMap((keyword) => {
      const value = member(schema, keyword);
      if (value === undefined || !effective.has(keyword)) return [];
      return [
        [typeof value === "string" ? library.follow(keyword, value, location, scope) : undefined, value] as const,
      ];
    });

  const schema = write(root, new Map());
  // Writing one definition may ask for others, which this loop then visits.
  for (const make of wanted) make();
  if (names.size === 0) return { schema, patterns };
  return { schema: { allOf: [schema], $defs }, patterns };
}
