import { expect, it } from "vitest";
import { compare, type Json } from "../src/index.js";

type Make = (value: Json) => Json;

const numbers = (count: number): number[] => [...Array(count).keys()];

function properties(count: number, value: (index: number) => Json): Json {
  return { type: "object", properties: Object.fromEntries(numbers(count).map((index) => [`p${index}`, value(index)])) };
}

/** Each definition refers twice to the next: as a tree it has 2^count leaves. */
function shared(count: number, leaf: Json, join: (ref: Json) => Json): Json {
  const definitions = numbers(count).map((index): [string, Json] => [
    `d${index}`,
    index === 0 ? leaf : join({ $ref: `#/$defs/d${index - 1}` }),
  ]);
  return { $ref: `#/$defs/d${count - 1}`, $defs: Object.fromEntries(definitions) };
}

function nested(depth: number, leaf: Json, wrap: (inner: Json, level: number) => Json): Json {
  return numbers(depth).reduce((inner, level) => wrap(inner, level), leaf);
}

/** The schemas compared, with `{ "type": "integer" }` replaced by `{ "type": "number" }`, and the expected verdicts. */
const cases: Readonly<Record<string, { make: Make; backward: string; forward: string; breaks?: number }>> = {
  "a thousand properties, one of them changed": {
    make: (value) => properties(1000, (index) => (index === 500 ? value : { type: "string" })),
    backward: "compatible",
    forward: "incompatible",
    breaks: 1,
  },
  "three hundred properties, all of them changed: a hundred are listed one by one, the rest together": {
    make: (value) => properties(300, () => value),
    backward: "compatible",
    forward: "incompatible",
    breaks: 101,
  },
  "two hundred branches": {
    make: (value) => ({ anyOf: numbers(200).map((index) => (index === 100 ? value : { const: `c${index}` })) }),
    backward: "compatible",
    forward: "incompatible",
    breaks: 1,
  },
  "definitions shared forty levels deep": {
    make: (value) => shared(40, value, (ref) => ({ type: "object", properties: { a: ref, b: ref } })),
    backward: "compatible",
    forward: "incompatible",
    breaks: 1,
  },
  "branches shared sixty levels deep, on which a validator would not return": {
    make: (value) => shared(60, value, (ref) => ({ allOf: [ref, ref] })),
    backward: "compatible",
    forward: "unknown",
  },
  "sixty tagged branches, all of them changed": {
    make: (value) => ({
      oneOf: numbers(60).map((index) => ({
        type: "object",
        required: ["tag", "value"],
        properties: { tag: { const: `t${index}` }, value },
      })),
    }),
    backward: "compatible",
    forward: "incompatible",
    breaks: 60,
  },
  "twenty unanchored patterns of names, all of them changed": {
    make: (value) => ({
      type: "object",
      patternProperties: Object.fromEntries(numbers(20).map((index) => [`k${index}`, value])),
    }),
    backward: "compatible",
    forward: "incompatible",
    breaks: 20,
  },
  "nesting a hundred levels deep": {
    make: (value) => nested(100, value, (inner) => ({ type: "object", properties: { a: inner } })),
    backward: "compatible",
    forward: "incompatible",
    breaks: 1,
  },
  "nesting deeper than the limit": {
    make: (value) => nested(2000, value, (inner) => ({ type: "object", properties: { a: inner } })),
    backward: "unknown",
    forward: "unknown",
  },
};

const list = (value: Json): Json => ({ items: [{ type: "string" }, value], additionalItems: false });

it("keywords of an older dialect are compared and explained by its rules", () => {
  const { changes, backward, forward } = compare(list({ type: "integer" }), list({ type: "number" }), {
    dialect: "draft-07",
  });
  expect(changes.map(({ code, candidateLocation }) => [code, candidateLocation])).toEqual([
    ["type-widened", "/items/1/type"],
  ]);
  expect(backward.verdict).toBe("compatible");
  expect(forward).toMatchObject({ breaks: [{ changes: [{ code: "type-widened" }], witness: ["", 0.5] }] });
});

it.each(Object.entries(cases))("%s", (_, { make, backward, forward, breaks }) => {
  const result = compare(make({ type: "integer" }), make({ type: "number" }));
  expect([result.backward.verdict, result.forward.verdict]).toEqual([backward, forward]);
  if (result.forward.verdict === "incompatible") expect(result.forward.breaks).toHaveLength(breaks ?? 0);
});
