import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import type { Json } from "../src/index.js";

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const named = (count: number, make: (index: number) => Json): Json =>
  Object.fromEntries(range(count).map((index) => [`d${index}`, make(index)]));
const nested = (depth: number, make: (inner: Json) => Json, inner: Json): Json =>
  range(depth).reduce<Json>((each) => make(each), inner);
const tagged = (index: number, value: Json): Json => ({
  type: "object",
  required: ["t"],
  properties: { t: { const: index }, v: { type: value } },
});

/** Subset, superset and the verdict; `unknown` where it is enough to give up. */
const questions: Readonly<Record<string, readonly [Json, Json, string]>> = {
  "20 nested oneOf of objects": [
    nested(20, (k) => ({ oneOf: [{ type: "string" }, { type: "object", required: ["k"], properties: { k } }] }), true),
    { type: ["string", "object"] },
    "contained",
  ],
  "200 tagged branches": [
    { anyOf: range(200).map((index) => tagged(index, "integer")) },
    { oneOf: range(200).map((index) => tagged(index, "number")) },
    "contained",
  ],
  "1,000 required properties": [
    { type: "object", required: range(1000).map((index) => `p${index}`) },
    { minProperties: 1000 },
    "contained",
  ],
  "an array too long for memory": [{ type: "array", minItems: 1e9 }, false, "unknown"],
  "an object too large for memory": [{ type: "object", minProperties: 1e7 }, false, "unknown"],
  "an object of 10,000 properties": [
    { type: "object", minProperties: 10_000 },
    { maxProperties: 9999 },
    "not-contained",
  ],
  "a text too long for memory": [{ type: "string", minLength: 1e9 }, false, "unknown"],
  "more properties than possible names": [
    { type: "object", propertyNames: { pattern: "^[ab]{10}$" }, minProperties: 1025 },
    false,
    "contained",
  ],
  "a recursion of 40 definitions that all refer to each other": [
    {
      $ref: "#/$defs/d0",
      $defs: named(40, () => ({ type: "object", properties: named(40, (to) => ({ $ref: `#/$defs/d${to}` })) })),
    },
    { type: "object" },
    "contained",
  ],
  "a chain of 140 required objects": [
    {
      $ref: "#/$defs/d0",
      $defs: named(140, (index) => ({
        type: "object",
        required: index < 139 ? ["n"] : [],
        properties: { n: { $ref: `#/$defs/d${(index + 1) % 140}` } },
      })),
    },
    { type: "object", properties: { n: { type: "object" } } },
    "contained",
  ],
  "repetitions in repetitions": [{ const: `${"a".repeat(5000)}!` }, { pattern: "^(a|a)*$" }, "not-contained"],
  "a back-reference that backtracks without end": [
    { const: `${"a".repeat(40)}!` },
    { pattern: "^(a+)+\\1$" },
    "unknown",
  ],
  "a lookbehind that backtracks without end": [
    { const: `${"a".repeat(40)}!` },
    { pattern: "^(?:a|a?)+(?<=b)$" },
    "unknown",
  ],
  "an automaton of 2^19 states": [
    { type: "string", pattern: "^(a|b)*a(a|b){18}$" },
    { pattern: "^(a|b)*b(a|b){18}$" },
    "not-contained",
  ],
  "800 words": [
    {
      type: "string",
      pattern: `^(${range(800)
        .map((i) => `w${i}`)
        .join("|")})$`,
    },
    { pattern: "^w" },
    "contained",
  ],
  "2,000 items by index": [
    { type: "array", prefixItems: range(2000).map(() => ({ type: "integer" })), items: false },
    { items: { type: "number" } },
    "contained",
  ],
  "14 branches that evaluate differently": [
    {
      type: "object",
      anyOf: range(14).map((index) => ({ required: [`a${index}`], properties: { [`a${index}`]: true } })),
      unevaluatedProperties: false,
    },
    { propertyNames: { pattern: "^a" } },
    "unknown",
  ],
};

const worker = `
  import { contains } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const [subset, superset] = JSON.parse(Buffer.concat(chunks).toString());
  const { verdict, reasons } = contains(subset, superset);
  console.log(JSON.stringify({ verdict, reasons, maxRssMb: process.resourceUsage().maxRSS / 1024 }));
`;

it.each(Object.entries(questions))("%s: within the step budget and 1 GB", (_, [subset, superset, verdict]) => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", worker], {
    input: JSON.stringify([subset, superset]),
    encoding: "utf8",
  });
  const result = JSON.parse(stdout || JSON.stringify({ stderr })) as {
    readonly verdict: string;
    readonly reasons?: readonly unknown[];
    readonly maxRssMb: number;
  };
  expect(result.verdict, JSON.stringify(result)).toBe(verdict);
  if (verdict === "unknown") expect(result.reasons?.length).toBeGreaterThan(0);
  expect(result.maxRssMb).toBeLessThan(1024);
});
