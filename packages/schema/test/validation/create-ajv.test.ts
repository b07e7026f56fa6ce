import { PatternStepsError } from "@metric-events/runtime";
import { describe, expect, it } from "vitest";
import { createAjv, lint, mergeSchemas, parseSchemas } from "../../src/index.js";

const long = "a".repeat(20_000);

describe("schemas whose patterns a stranger wrote", () => {
  it.each([["^(a+)+$"], ["(a|a)*b"], ["(.*a){20}$"], ["^(?=(a+)+$)a+!"]])("judge a long text by %s", (pattern) => {
    const validate = createAjv().compile({ type: "string", pattern });
    expect(validate(`${long}!`)).toBe(false);
  });

  it("judge long names by patternProperties", () => {
    const validate = createAjv().compile({ patternProperties: { "^(a+)+$": false } });
    expect([validate({ [`${long}!`]: 1 }), validate({ [long]: 1 })]).toEqual([true, false]);
  });

  it("do not judge what no automaton can", () => {
    const validate = createAjv().compile({ type: "string", pattern: "^(a+)+\\1$" });
    expect(() => validate(long)).toThrow(PatternStepsError);
  });

  it("keep no example that a pattern cannot judge", () => {
    const rules = { pattern: "^(a+)+\\1$", minLength: 1 };
    const { schema } = mergeSchemas({ type: "string", examples: [`${long}!`] }, rules);
    expect(schema.examples).toBeUndefined();
    const others = mergeSchemas({ type: "string", examples: [`${long}!`, "aa"] }, { pattern: "^(a+)+$" });
    expect(others.schema.examples).toEqual(["aa"]);
  });
});

it("lint refuses a slow pattern, and a long example of it is not tried", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Slow",
    description: "A text.",
    type: "string",
    pattern: "^(a+)+\\1$",
    examples: [`${long}!`],
  };
  const files = parseSchemas("schemas", [{ path: "shared/slow.schema.json", text: JSON.stringify(schema) }]);
  const codes = lint(files).map(({ code }) => code);
  expect(codes).toContain("slow-pattern");
  expect(codes).not.toContain("invalid-example");
});
