import { describe, expect, it } from "vitest";
import { Closer, type SchemaObject } from "../src/index.js";

const point: SchemaObject = { type: "object", properties: { x: { type: "number" } } };

function lookup(ref: string): SchemaObject {
  if (ref !== "#/$defs/Point") throw new Error(`no ${ref}`);
  return point;
}

/** [what the case shows, the schema, the same schema under the writer contract] */
const cases: readonly [string, SchemaObject, SchemaObject][] = [
  ["an object that says nothing is closed", point, { ...point, additionalProperties: false }],
  [
    "an object that says additionalProperties keeps it",
    { ...point, additionalProperties: true },
    { ...point, additionalProperties: true },
  ],
  [
    "an object that says unevaluatedProperties keeps it",
    { ...point, unevaluatedProperties: { type: "string" } },
    { ...point, unevaluatedProperties: { type: "string" } },
  ],
  [
    "nested objects are closed, within arrays and maps too",
    { type: "array", items: point, contains: point },
    { type: "array", items: { ...point, additionalProperties: false }, contains: point },
  ],
  [
    "values of free keys are closed though the object is open",
    { type: "object", additionalProperties: point },
    { type: "object", additionalProperties: { ...point, additionalProperties: false } },
  ],
  [
    "branches are closed together and not one by one",
    { ...point, oneOf: [{ properties: { y: true } }, { properties: { z: true } }] },
    { ...point, oneOf: [{ properties: { y: true } }, { properties: { z: true } }], unevaluatedProperties: false },
  ],
  [
    "a union is closed where its branches are objects",
    { anyOf: [{ type: "number" }, point] },
    { anyOf: [{ type: "number" }, point], unevaluatedProperties: false },
  ],
  [
    "a branch that refers to a definition takes it open, since the object around it is closed",
    { anyOf: [{ $ref: "#/$defs/Point" }, { type: "null" }] },
    { anyOf: [{ $ref: "#/$defs/Point.part" }, { type: "null" }], unevaluatedProperties: false },
  ],
  [
    "what only tests refers to the open definition",
    { not: { $ref: "#/$defs/Point" } },
    { not: { $ref: "#/$defs/Point.open" } },
  ],
  [
    "a branch that oneOf counts stays as it is, and its fields are closed beside it",
    { oneOf: [{ items: point }, { items: { type: "string" } }] },
    {
      oneOf: [{ items: point }, { items: { type: "string" } }],
      allOf: [{ anyOf: [{ items: { ...point, additionalProperties: false } }, { items: { type: "string" } }] }],
    },
  ],
  [
    "a field that refers to a definition is left to the definition",
    { type: "object", properties: { at: { $ref: "#/$defs/Point" } } },
    { type: "object", properties: { at: { $ref: "#/$defs/Point" } }, additionalProperties: false },
  ],
  [
    "what only tests is not closed",
    { not: point, if: point, then: { minProperties: 1 } },
    { not: point, if: point, then: { minProperties: 1 } },
  ],
  ["what is not an object stays as it is", { type: "string", minLength: 1 }, { type: "string", minLength: 1 }],
  [
    "an object that may be null is closed",
    { ...point, type: ["object", "null"] },
    { ...point, type: ["object", "null"], additionalProperties: false },
  ],
];

describe("the writer contract", () => {
  for (const [name, schema, closed] of cases) {
    it(name, () => {
      const before = structuredClone(schema);
      expect(new Closer(lookup).close(schema)).toEqual(closed);
      expect(schema).toEqual(before);
    });
  }
});
