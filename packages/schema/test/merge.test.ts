import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeSchemas, type SchemaObject } from "../src/index.js";

const seed = Number(process.env["SEED"] ?? 20_261_122);

/** A few keywords of each schema, so that many pairs can be merged and many cannot. */
function schemaOf(keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<SchemaObject> {
  const entries = Object.entries(keywords).map(([keyword, value]) => fc.tuple(fc.constant(keyword), value));
  return fc
    .uniqueArray(fc.oneof(...entries), { maxLength: 3, selector: ([keyword]) => keyword })
    .map(Object.fromEntries);
}

const number = schemaOf({
  type: fc.constantFrom("number", "integer", ["number", "string"], ["integer", "null"]),
  minimum: fc.integer({ min: -3, max: 3 }),
  exclusiveMaximum: fc.integer({ min: -3, max: 5 }),
  multipleOf: fc.constantFrom(1, 2),
  enum: fc.constant([1, 2, "a"]),
  const: fc.constantFrom(1, 2),
});

const names = fc.constantFrom("a", "b", "c");

function objectOf(value: fc.Arbitrary<SchemaObject>): fc.Arbitrary<SchemaObject> {
  return schemaOf({
    properties: fc.dictionary(names, value, { maxKeys: 3 }),
    patternProperties: fc.constantFrom({ "^a": { type: "number" } }, { "^b": { type: "number" } }),
    additionalProperties: fc.constantFrom<unknown>(true, false, { type: "number" }),
    unevaluatedProperties: fc.constantFrom<unknown>(false, { type: "number" }),
    required: fc.uniqueArray(names, { maxLength: 2 }),
    minProperties: fc.nat(2),
    anyOf: fc.constant([{ properties: { d: true } }, { required: ["a"] }]),
    items: fc.constant({ type: "number" }),
    if: fc.constant({ required: ["a"] }),
    // oxlint-disable-next-line unicorn/no-thenable -- A keyword, not a promise.
    then: fc.constantFrom({ required: ["b"] }, { required: ["c"] }),
  });
}

const object = objectOf(fc.oneof(number, objectOf(number)));

const instance = fc.oneof(
  fc.dictionary(
    fc.constantFrom("a", "b", "c", "d", "ab"),
    fc.oneof(fc.constantFrom<unknown>(1, 2, 3.5, "a", null), fc.constant({ a: 1 })),
    { maxKeys: 4 },
  ),
  fc.array(fc.constantFrom<unknown>(1, "a"), { maxLength: 2 }),
  fc.constantFrom<unknown>(1, 2, -4, 0.5, "a", null),
);

describe(`merging (seed ${seed})`, () => {
  it("means the same as allOf", () => {
    const seen = { merged: 0, keptApart: 0, valid: 0, invalid: 0 };
    fc.assert(
      fc.property(object, object, fc.array(instance, { minLength: 8, maxLength: 8 }), (base, own, instances) => {
        const ajv = new Ajv2020({ strict: false, validateSchema: false, meta: false, code: { optimize: false } });
        // What the own schema says beside allOf is what Flattener merges.
        const apart = ajv.compile({ ...own, allOf: [base] });
        const { schema, conflict } = mergeSchemas(base, own);
        seen[conflict === undefined ? "merged" : "keptApart"]++;
        const merged = ajv.compile(schema);
        for (const value of instances) {
          const isValid = apart(value) === true;
          seen[isValid ? "valid" : "invalid"]++;
          expect({ value, isValid: merged(value) }).toEqual({ value, isValid });
        }
      }),
      { seed, numRuns: 1000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
  });

  const together: readonly [string, SchemaObject, SchemaObject, SchemaObject][] = [
    [
      "fields come in order, those brought in first",
      { properties: { a: true } },
      { properties: { b: true } },
      { properties: { a: true, b: true } },
    ],
    [
      "a field can be narrowed",
      { properties: { a: { type: "string", description: "old" } } },
      { properties: { a: { const: "x", description: "new" } } },
      { properties: { a: { type: "string", description: "new", const: "x" } } },
    ],
    [
      "bounds become the narrower ones",
      { minimum: 1, maxLength: 9 },
      { minimum: 2, maxLength: 3 },
      { minimum: 2, maxLength: 3 },
    ],
    [
      "types become those that both allow",
      { type: ["number", "string"] },
      { type: ["integer", "string"] },
      { type: ["integer", "string"] },
    ],
    [
      "types name each once, though numbers include integers",
      { type: ["number", "integer", "string"] },
      { type: ["integer", "null"] },
      { type: "integer" },
    ],
    ["required fields add up", { required: ["a"] }, { required: ["b", "a"] }, { required: ["a", "b"] }],
  ];
  for (const [name, base, own, merged] of together) {
    it(name, () => {
      const result = mergeSchemas(base, own);
      expect(result).toEqual({ schema: merged });
      expect(JSON.stringify(result.schema.properties)).toBe(JSON.stringify(merged.properties));
    });
  }
});
