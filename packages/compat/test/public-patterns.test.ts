import { describe, expect, it } from "vitest";
import { compare, contains, type Json, sample } from "../src/index.js";
import { publicPatterns } from "./public-patterns.js";

const eventOf = (field: Readonly<Record<string, Json>>): Json => ({
  type: "object",
  properties: { field: { type: "string", ...field } },
});

it("there are many patterns, and each matches its text", () => {
  expect(publicPatterns.length).toBeGreaterThan(60);
  for (const [pattern, text] of publicPatterns) expect(text).toMatch(new RegExp(pattern, "u"));
});

describe.each(publicPatterns)("%s", (pattern, text) => {
  const before = eventOf({ pattern });
  const isMatch = (witness: Json): boolean =>
    new RegExp(pattern, "u").test((witness as { readonly field: string }).field);

  it.each<readonly [string, Json]>([
    ["with a small maxLength", eventOf({ pattern, maxLength: 3 })],
    ["with another alternative", eventOf({ pattern: `${pattern}|^[none]$` })],
    ["as one text", eventOf({ const: text })],
  ])("%s", (_, after) => {
    const { backward, forward } = compare(before, after);
    expect([backward, forward]).not.toContainEqual(expect.objectContaining({ verdict: "unknown" }));
    for (const { witness } of backward.verdict === "incompatible" ? backward.breaks : [])
      expect([witness, isMatch(witness)]).toEqual([witness, true]);
    for (const { witness } of forward.verdict === "incompatible" ? forward.breaks : [])
      expect([witness, isMatch(witness)]).toEqual([witness, false]);
  });

  it("has a sample that matches", () => {
    const found = sample({ type: "string", pattern });
    expect(found).toMatch(new RegExp(pattern, "u"));
    expect(contains({ const: found as Json }, { pattern }).verdict).toBe("contained");
  });
});
