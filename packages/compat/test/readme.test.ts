import { expect, it } from "vitest";
import { contains, isEmpty, sample } from "../src/index.js";

it("the example of the README", () => {
  const state = { enum: ["idle", "busy"] };
  const baseline = {
    type: "object",
    required: ["state"],
    properties: { state, seconds: { type: "number", examples: [2.5] } },
  };
  const candidate = {
    type: "object",
    required: ["state"],
    properties: { state: { enum: ["idle", "busy", "lost"] }, seconds: { type: "integer" } },
  };
  expect(contains(baseline, candidate)).toEqual({
    verdict: "not-contained",
    witness: { state: "idle", seconds: 2.5 },
  });
  expect(contains({ type: "string", pattern: "^.+$" }, { type: "string", minLength: 1 }).verdict).toBe("contained");
  expect(contains({ type: "string", minLength: 1 }, { type: "string", pattern: "^.+$" })).toEqual({
    verdict: "not-contained",
    witness: "\n",
  });
});

it("a sample takes examples and defaults where they fit", () => {
  const name = { type: "string", minLength: 2, default: "x", examples: ["edge-runner"] };
  expect(sample({ type: "object", required: ["name"], properties: { name } })).toEqual({ name: "edge-runner" });
  expect(isEmpty({ allOf: [{ type: "string" }, { type: "number" }] })).toEqual({ verdict: "empty" });
});

it("unknown names the keyword", () => {
  expect(
    contains(
      { type: "object", properties: { id: { type: "string", pattern: "(a)\\1" } } },
      { properties: { id: { maxLength: 2 } } },
    ),
  ).toEqual({
    verdict: "unknown",
    reasons: [
      { code: "unsupported-pattern", schema: "subset", keywordLocation: "/properties/id/pattern", detail: "(a)\\1" },
    ],
  });
  expect(contains({ type: "string" }, { $ref: "elsewhere.json" })).toEqual({
    verdict: "unknown",
    reasons: [{ code: "unresolved-reference", schema: "superset", keywordLocation: "/$ref", detail: "elsewhere.json" }],
  });
  expect(contains({ $schema: "https://example.com/mine" }, { type: "string" }).verdict).toBe("unknown");
  expect(contains({ $schema: "https://example.com/mine" }, { type: "string" }, { dialect: "2020-12" }).verdict).toBe(
    "not-contained",
  );
  expect(contains({ allOf: [{ $ref: "#" }] }, { type: "string" }).verdict).toBe("unknown");
});

it("an invalid value of a keyword is a reason, not a verdict", () => {
  expect(contains({ type: "string" }, { maxLength: "2" })).toEqual({
    verdict: "unknown",
    reasons: [{ code: "invalid-keyword", schema: "superset", keywordLocation: "/maxLength" }],
  });
});

it("a schema whose only instance lies between two doubles is unknown", () => {
  const narrow = { type: "number", exclusiveMinimum: 0.1, exclusiveMaximum: 0.10000000000000002 };
  expect(isEmpty(narrow)).toEqual({
    verdict: "unknown",
    reasons: [{ code: "not-representable", keywordLocation: "" }],
  });
});

it("formats are annotations unless they are asserted", () => {
  const id = { type: "string", format: "uuid" };
  expect(contains(id, { minLength: 36 }).verdict).toBe("not-contained");
  expect(contains(id, { minLength: 36 }, { formats: "assert" }).verdict).toBe("contained");
  expect(
    contains({ type: "string", format: "date-time" }, { pattern: "^\\d{4}-" }, { formats: "assert" }).verdict,
  ).toBe("contained");
  expect(contains({ type: "string", format: "ipv4" }, { pattern: "^1" }, { formats: "assert" }).verdict).toBe(
    "not-contained",
  );
  expect(contains({ type: "string", format: "email" }, { pattern: "@" }, { formats: "assert" }).verdict).toBe(
    "contained",
  );
  expect(contains({ const: "(" }, { format: "regex" }, { formats: "assert" }).verdict).toBe("unknown");
});
