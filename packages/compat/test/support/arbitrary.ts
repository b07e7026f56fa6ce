import fc from "fast-check";
import type { Json } from "../../src/index.js";

const names = ["a", "b", "ab", ""];
const numbers = [-1, 0, 0.5, 1, 2, 3, 6];
const patterns = ["^a", "b$", "^[ab]*$", "^.$", "a|b", "^(?!a)", "\\bb", "^$"];
const scalar = fc.constantFrom<Json>(null, true, false, ...numbers, ...names, "b", "aa", "ba");

/** Small instances of every type, built from few values, so that random schemas often differ on them. */
export const instances: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names, "b", "c"), tie("value"), { maxKeys: 4 }),
  ),
})).value as fc.Arbitrary<Json>;

const count = fc.integer({ min: 0, max: 3 });
const number = fc.constantFrom(...numbers);
const nameLists = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 });

const one = (keyword: string, value: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  value.map((each) => ({ [keyword]: each }));

function keywordsOf(schema: fc.Arbitrary<Json>): fc.Arbitrary<Json>[] {
  const list = fc.array(schema, { minLength: 1, maxLength: 3 });
  const map = fc.dictionary(fc.constantFrom(...names), schema, { minKeys: 1, maxKeys: 2 });
  const typeName = fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object");
  return [
    one("type", typeName),
    one("type", fc.uniqueArray(typeName, { minLength: 1, maxLength: 3 }) as fc.Arbitrary<Json>),
    one("enum", fc.uniqueArray(instances, { minLength: 1, maxLength: 3, selector: (value) => JSON.stringify(value) })),
    one("const", instances),
    ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].map((keyword) => one(keyword, number)),
    one("multipleOf", fc.constantFrom(0.5, 1, 2, 3)),
    ...["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"].map((keyword) =>
      one(keyword, count),
    ),
    one("pattern", fc.constantFrom(...patterns)),
    one("uniqueItems", fc.boolean()),
    one("required", nameLists as fc.Arbitrary<Json>),
    one("properties", map),
    one("patternProperties", fc.dictionary(fc.constantFrom(...patterns), schema, { minKeys: 1, maxKeys: 2 })),
    one("additionalProperties", schema),
    one("propertyNames", schema),
    one(
      "dependentRequired",
      fc.dictionary(fc.constantFrom(...names), nameLists as fc.Arbitrary<Json>, { minKeys: 1, maxKeys: 1 }),
    ),
    one("dependentSchemas", fc.dictionary(fc.constantFrom(...names), schema, { minKeys: 1, maxKeys: 1 })),
    one("items", schema),
    one("prefixItems", list),
    fc.record(
      { contains: schema, minContains: count, maxContains: count },
      { requiredKeys: ["contains"] },
    ) as fc.Arbitrary<Json>,
    one("allOf", list),
    one("anyOf", list),
    one("oneOf", list),
    one("not", schema),
    fc.record(
      { if: schema, then: schema, else: schema },
      { requiredKeys: ["if", "then", "else"] },
    ) as fc.Arbitrary<Json>,
    one("unevaluatedProperties", fc.oneof(fc.constant(false), schema)),
    one("unevaluatedItems", fc.oneof(fc.constant(false), schema)),
  ];
}

/** Schemas of up to five keywords on each level. */
export const schemas: fc.Arbitrary<Json> = fc.letrec<{ schema: Json }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    fc.constantFrom<Json>(true, { type: "integer" }, { type: "string" }, { type: "object" }, { const: 1 }, false),
    fc
      .array(fc.oneof(...keywordsOf(tie("schema") as fc.Arbitrary<Json>)), { minLength: 1, maxLength: 4 })
      .map((parts) => Object.assign({}, ...parts) as Json),
  ),
})).schema as fc.Arbitrary<Json>;
