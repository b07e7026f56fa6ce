import { expect, it } from "vitest";
import { contains, type Json } from "../src/index.js";

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const tagged = (count: number, value: Json): Json[] =>
  range(count).map((index) => ({
    type: "object",
    required: ["tag"],
    properties: { tag: { const: `t${index}` }, value },
  }));

const nested = (value: Json): Json =>
  range(20).reduce<Json>((inner) => ({ oneOf: [{ type: "string" }, { type: "array", items: inner }] }), value);
const closed = (count: number, value: Json): Json => ({
  type: "object",
  additionalProperties: false,
  properties: Object.fromEntries(range(count).map((index) => [`p${index}`, value])),
});
const deep = (depth: number, value: Json): Json =>
  range(depth).reduce<Json>((inner) => ({ type: "object", required: ["a"], properties: { a: inner } }), value);

const branch = (tags: Json, value: Json): Json => ({
  type: "object",
  required: ["tag"],
  properties: { tag: { enum: tags }, value },
});
const ranges = (...bounds: readonly (readonly [number, number])[]): Json => ({
  oneOf: bounds.map(([minimum, maximum]) => ({ type: "number", minimum, maximum })),
});
const patterned = (count: number, value: Json): Json => ({
  type: "object",
  patternProperties: Object.fromEntries(range(count).map((index) => [`k${index}`, value])),
});

it("20 nested oneOf", () => {
  expect(contains(nested({ type: "integer" }), nested({ type: "number" })).verdict).toBe("contained");
  expect(contains(nested({ type: "number" }), nested({ type: "integer" })).verdict).toBe("not-contained");
});

it("anyOf of 200 branches", () => {
  const strict = { anyOf: tagged(200, { type: "integer" }) };
  const wide = { anyOf: tagged(200, { type: "number" }) };
  expect(contains(strict, wide).verdict).toBe("contained");
  expect(contains(wide, strict).verdict).toBe("not-contained");
});

it("1,000 properties", () => {
  const [narrow, wide] = [closed(1000, { type: "integer" }), closed(1000, { type: "number" })];
  expect(contains(narrow, wide).verdict).toBe("contained");
  expect(contains(wide, narrow).verdict).toBe("not-contained");
});

it("30 unanchored patterns of names, without a step for each combination", () => {
  const [narrow, wide] = [patterned(30, { type: "integer" }), patterned(30, { type: "number" })];
  expect(contains(narrow, wide, { budget: 100_000 }).verdict).toBe("contained");
  expect(contains(wide, narrow, { budget: 100_000 })).toEqual({ verdict: "not-contained", witness: { k0: 0.5 } });
});

it("branches of oneOf that share a tag are not taken for disjoint", () => {
  const shared = { oneOf: [branch(["a", "b"], { type: "number" }), branch(["b", "c"], { type: "integer" })] };
  const apart = { oneOf: [branch(["a", "b"], { type: "number" }), branch(["c"], { type: "integer" })] };
  expect(contains({ const: { tag: "b", value: 1 } }, shared).verdict).toBe("not-contained");
  expect(contains({ const: { tag: "b", value: 0.5 } }, shared).verdict).toBe("contained");
  expect(contains({ const: { tag: "b", value: 1 } }, apart).verdict).toBe("contained");
  expect(contains({ const: { value: 1 } }, apart).verdict).toBe("not-contained");
  const optional = { oneOf: [{ properties: { tag: { const: "a" } } }, { properties: { tag: { const: "b" } } }] };
  expect(contains({ const: {} }, optional).verdict).toBe("not-contained");
  const types = { oneOf: [{ type: ["object", "null"] }, { type: "null" }] };
  expect(contains({ const: null }, types).verdict).toBe("not-contained");
});

it("ranges of oneOf that touch are not taken for disjoint", () => {
  expect(contains({ const: 2 }, ranges([0, 2], [2, 4])).verdict).toBe("not-contained");
  expect(contains({ const: 1 }, ranges([3, 4], [0, 2])).verdict).toBe("contained");
  expect(
    contains(
      { const: 1 },
      {
        oneOf: [
          { type: "integer", maximum: 3 },
          { type: "number", minimum: 0 },
        ],
      },
    ).verdict,
  ).toBe("not-contained");
});

it("deep nesting is decided or given up, never a stack overflow", () => {
  expect(contains(deep(60, { type: "integer" }), deep(60, { type: "number" })).verdict).toBe("contained");
  expect(contains(deep(60, { type: "number" }), deep(60, { type: "integer" })).verdict).toBe("not-contained");
  expect(contains(deep(20_000, true), deep(20_001, true))).toEqual({
    verdict: "unknown",
    reasons: [{ code: "too-deep", keywordLocation: "" }],
  });
});

it("patterns that backtrack without end, or need too many states", () => {
  expect(contains({ type: "string", pattern: "^(a+)+$" }, { pattern: "^a" }).verdict).toBe("contained");
  const text = `${"a".repeat(60)}!`;
  expect(contains({ const: text }, { pattern: "^(a+)+$" })).toEqual({ verdict: "not-contained", witness: text });
  const huge = contains({ type: "string", pattern: "^(?:a|b)*a(?:a|b){40}$" }, { pattern: "^(?:a|b)*b(?:a|b){40}$" });
  expect(huge.verdict).not.toBe("contained");
});

it("a schema of 2 MB", () => {
  const text = "x".repeat(2000);
  const large = (minimum: number): Json => ({
    type: "object",
    properties: Object.fromEntries(
      range(1000).map((index) => [`p${index}`, { description: text, type: "number", minimum }]),
    ),
  });
  expect(contains(large(1), large(0)).verdict).toBe("contained");
  expect(contains(large(0), large(1)).verdict).toBe("not-contained");
});

it("an exponential search ends with the budget, and says so", () => {
  const clauses = range(60).map((index) => ({
    anyOf: range(3).map((each) => {
      const name = `v${(index * 7 + each * 11) % 24}`;
      return (index + each) % 2 === 0 ? { required: [name] } : { properties: { [name]: false } };
    }),
  }));
  const verdict = contains({ type: "object", allOf: clauses }, false, { budget: 500 }).verdict;
  expect(["unknown", "not-contained"]).toContain(verdict);
});
