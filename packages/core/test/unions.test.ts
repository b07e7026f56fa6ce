import { InvalidEventError, type Issue } from "@metric-events/runtime";
import { describe, expect, it } from "vitest";
import { compileFiles } from "./fuzz/compile-files.js";

const tagged = (name: string, own: object) => ({
  title: name.charAt(0).toUpperCase() + name.slice(1),
  description: "A way to pay.",
  type: "object",
  required: ["type"],
  properties: { type: { description: "Which it is.", const: name }, ...own },
});

const last4 = { description: "Its last digits.", type: "string", pattern: "^\\d{4}$" };
const payments = [
  tagged("card", { last4 }),
  tagged("transfer", { iban: { description: "The account.", type: "string", minLength: 5 } }),
  tagged("cash", {}),
];
const colors = ["red", "blue"].map((color) => ({
  title: `${color.charAt(0).toUpperCase()}${color.slice(1)}`,
  description: "A color.",
  type: "object",
  required: ["color"],
  properties: { color: { description: "Which it is.", const: color }, [`${color}ness`]: { type: "integer" } },
}));

/** The ways to write the branches of a union. */
const spellings = {
  "in place": payments,
  "by $ref": payments.map(({ title }) => ({ $ref: `../shared/payments.schema.json#/$defs/${title}` })),
};

const itself = (payment: object): unknown => payment;
const inMethod = (payment: object): unknown => ({ kind: "pay", method: payment });

/** Where a union may be, with the value that has the payment in it. */
function placesOf(
  branches: readonly object[],
): Readonly<Record<string, readonly [schema: object, around: (payment: object) => unknown]>> {
  const union = { oneOf: branches };
  const method = { properties: { kind: true, method: union } };
  const isPay = { required: ["kind"], properties: { kind: { const: "pay" } } };
  return {
    oneOf: [union, itself],
    anyOf: [{ anyOf: branches }, itself],
    "a branch of anyOf": [{ anyOf: [{ type: "null" }, union] }, itself],
    elements: [{ type: "array", items: union }, (payment) => [payment]],
    "an element by its place": [{ prefixItems: [{ type: "string" }, union] }, (payment) => ["a", payment]],
    "unevaluated elements": [{ unevaluatedItems: union }, (payment) => [payment]],
    "undeclared properties": [{ additionalProperties: union }, (payment) => ({ a: payment })],
    "properties by pattern": [{ patternProperties: { "^a/~": union } }, (payment) => ({ "a/~": payment })],
    "unevaluated properties": [{ unevaluatedProperties: union }, (payment) => ({ a: payment })],
    "a field in then": [{ type: "object", if: isPay, then: method }, inMethod],
    "a field in else": [{ type: "object", if: { not: isPay }, then: {}, else: method }, inMethod],
    "a field in dependentSchemas": [{ type: "object", dependentSchemas: { kind: method } }, inMethod],
    then: [{ if: { required: ["type"] }, then: union }, itself],
    else: [{ if: { type: "string" }, then: {}, else: union }, itself],
    dependentSchemas: [{ dependentSchemas: { type: union } }, itself],
    allOf: [{ allOf: [{ type: "object" }, union] }, itself],
    "then of allOf": [
      {
        allOf: [
          { if: { required: ["type"] }, then: union },
          { if: true, then: { type: "object" } },
        ],
      },
      itself,
    ],
    "one of two unions": [
      { allOf: [{ anyOf: colors }, { anyOf: branches }] },
      (payment) => ({ ...payment, color: "red" }),
    ],
    "the other of two unions": [
      { allOf: [{ anyOf: branches }, { anyOf: colors }] },
      (payment) => ({ ...payment, color: "red" }),
    ],
  };
}

const everyPlace = Object.entries(spellings).flatMap(([spelling, branches]) =>
  Object.entries(placesOf(branches)).map(([place, [schema, around]]) => ({
    name: `${place}, ${spelling}`,
    schema,
    around,
  })),
);

function filesWith(root: object) {
  const event = {
    title: "OrderPaid",
    description: "An order was paid.",
    type: "object",
    required: ["timestamp", "event"],
    ...root,
    properties: {
      timestamp: { description: "When.", type: "number", unit: "s" },
      event: { const: "order_paid" },
      ...("properties" in root ? (root.properties as object) : {}),
    },
  };
  const $defs = Object.fromEntries(payments.map((payment) => [payment.title, payment]));
  return [
    { path: "events/order_paid.schema.json", text: JSON.stringify(event) },
    { path: "shared/payments.schema.json", text: JSON.stringify({ $defs }) },
  ];
}

function issuesOf(run: () => unknown): readonly Issue[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidEventError) return error.issues;
    throw error;
  }
  return [];
}

/** What every function says about an event; they have to agree. */
function judge(root: object, fields: object): string[] {
  const { definition } = compileFiles(filesWith(root));
  const event = { timestamp: 1, event: "order_paid", ...fields };
  const answers = [
    definition.check(event, "writer"),
    definition.check(event, "reader"),
    issuesOf(() => definition.serialize(event as never)),
    issuesOf(() => definition(event as never)),
  ].map((issues) =>
    issues.map(({ pointer, expected, suggestion }) => [pointer, expected, suggestion ?? ""].join(" | ")),
  );
  for (const answer of answers.slice(1)) expect(answer).toEqual(answers[0]);
  return answers[0] ?? [];
}

describe("a mistake in a union is one of the branch that was meant", () => {
  it.each(everyPlace)("$name", ({ schema, around }) => {
    const judged = (payment: object): string[] => judge({ properties: { f: schema } }, { f: around(payment) });
    expect(judged({ type: "card", last4: "1234" })).toEqual([]);
    expect(judged({ type: "card", last4: "12" })).toEqual([
      expect.stringMatching(/\/last4 \| string that matches \^\\d\{4\}\$ \| $/),
    ]);
    expect(judged({ type: "crad", last4: "12" })).toEqual([
      expect.stringMatching(/\/type \| "card" or "transfer" or "cash" \| card$/),
    ]);
  });

  // The fields of the branches have to be declared beside the union, too.
  const declared = {
    type: { description: "Which it is.", type: "string" },
    last4: { description: "Its last digits.", type: "string" },
    iban: { description: "The account.", type: "string" },
    amount: { description: "What it cost.", type: "number", unit: "EUR" },
  };
  const roots = Object.entries(spellings).flatMap(([spelling, branches]) => [
    { name: `of the whole event, ${spelling}`, root: { oneOf: branches, properties: declared } },
    {
      name: `in then of the event, ${spelling}`,
      root: { if: { required: ["type"] }, then: { oneOf: branches }, properties: declared },
    },
    {
      name: `for one field of the event, ${spelling}`,
      root: { dependentSchemas: { type: { anyOf: branches } }, properties: declared },
    },
  ]);
  it.each(roots)("$name", ({ root }) => {
    expect(judge(root, { type: "card", last4: "1234" })).toEqual([]);
    expect(judge(root, { type: "card", last4: "12" })).toEqual(["/last4 | string that matches ^\\d{4}$ | "]);
    expect(judge(root, { type: "crad" })).toEqual(['/type | "card" or "transfer" or "cash" | card']);
  });
});

it.each([
  [{}, [1, 2], "at least 1 element that matches"],
  [{ maxContains: 1 }, ["a", "b"], "exactly 1 element that matches"],
  [{ minContains: 0, maxContains: 1 }, ["a", "b"], "at most 1 element that matches"],
  [{ minContains: 2 }, ["a"], "at least 2 elements that match"],
  [{ maxContains: 3 }, ["a", "b", "c", "d"], "1 to 3 elements that match"],
])("how many elements match with %j is said in words", (limits, picks, expected) => {
  const field = { description: "What was picked.", type: "array", contains: { type: "string" }, ...limits };
  expect(judge({ properties: { picks: field } }, { picks })).toEqual([
    `/picks | ${expected} "contains" of the schema | `,
  ]);
});
