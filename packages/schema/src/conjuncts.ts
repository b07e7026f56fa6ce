import { isDeepStrictEqual } from "node:util";
import { mergeProperties, narrower } from "./merge.js";
import { isSchemaObject, type Schema, type SchemaObject, type TypeName } from "./schema-types.js";

/** A flattened schema and what stayed in its `allOf`: each of them must hold. */
export function conjunctsOf(schema: SchemaObject): readonly SchemaObject[] {
  return [schema, ...(schema.allOf ?? []).filter(isSchemaObject).flatMap(conjunctsOf)];
}

/** The narrowest limits of all conjuncts, such as the greatest `minimum`. */
export function limitsOf(conjuncts: readonly SchemaObject[]): SchemaObject {
  const limits = new Map<string, number>();
  for (const [keyword, narrow] of Object.entries(narrower)) {
    for (const { [keyword]: limit } of conjuncts) {
      if (typeof limit === "number") limits.set(keyword, narrow(limits.get(keyword) ?? limit, limit));
    }
  }
  return Object.fromEntries(limits);
}

/** The different values that conjuncts have for a keyword, in the order of `allOf`, the schema's own last. */
export function eachOf<Keyword extends "pattern" | "multipleOf">(
  keyword: Keyword,
  conjuncts: readonly SchemaObject[],
): readonly NonNullable<SchemaObject[Keyword]>[] {
  const [own, ...others] = conjuncts;
  const values = [...others, own ?? {}].flatMap((conjunct) => conjunct[keyword] ?? []);
  return [...new Set(values)] as NonNullable<SchemaObject[Keyword]>[];
}

/** The types that every conjunct allows; `undefined` where none names any. */
export function typesOfAll(conjuncts: readonly SchemaObject[]): readonly TypeName[] | undefined {
  const named = conjuncts.flatMap(({ type }): TypeName[][] => (type === undefined ? [] : [[type].flat()]));
  const [first, ...others] = named;
  return first && others.reduce(commonTypes, first);
}

/** The types that both allow: of `number` and `integer`, `integer`. */
export function commonTypes(left: readonly TypeName[], right: readonly TypeName[]): TypeName[] {
  return [...new Set(left.flatMap(within(right)))];
}

function within(types: readonly TypeName[]): (type: TypeName) => TypeName[] {
  return (type) => {
    if (types.includes(type) || (type === "integer" && types.includes("number"))) return [type];
    return type === "number" && types.includes("integer") ? ["integer"] : [];
  };
}

/** The values of `const` and `enum` that every conjunct lists, and whose type they allow; `undefined` where none lists any. */
export function valuesOfAll(conjuncts: readonly SchemaObject[]): readonly unknown[] | undefined {
  const lists = conjuncts.flatMap((conjunct) => [
    ...(Object.hasOwn(conjunct, "const") ? [[conjunct.const]] : []),
    ...(conjunct.enum === undefined ? [] : [conjunct.enum]),
  ]);
  const [first, ...others] = lists;
  const types = typesOfAll(conjuncts);
  return first?.filter(
    (value) =>
      others.every((list) => list.some((other) => isDeepStrictEqual(other, value))) &&
      (types === undefined || within(types)(typeOfValue(value)).length > 0),
  );
}

/** The declared properties of all conjuncts, those of `allOf` first. */
export function propertiesOfAll(conjuncts: readonly SchemaObject[]): Readonly<Record<string, Schema>> | undefined {
  const [own, ...others] = conjuncts;
  const declared = [...others, own ?? {}].flatMap(({ properties }) => (properties === undefined ? [] : [properties]));
  const [first, ...rest] = declared;
  return first && rest.reduce((base, properties) => mergeProperties(base, properties), first);
}

/** What the elements of an array must satisfy; `undefined` where nothing is said, or it depends on their place. */
export function itemsOfAll(conjuncts: readonly SchemaObject[]): Schema | undefined {
  if (conjuncts.some(({ prefixItems }) => prefixItems !== undefined)) return undefined;
  const [first, ...others] = conjuncts.flatMap(({ items }) => (items === undefined ? [] : [items]));
  return first === undefined || others.length === 0 ? first : { allOf: [first, ...others] };
}

export function typeOfValue(value: unknown): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  if (type === "number") return Number.isInteger(value) ? "integer" : "number";
  return type === "string" || type === "boolean" ? type : "object";
}
