import { describe, expect, it } from "vitest";
import { didYouMean, joinPointer, pointerTokens, suggest } from "../src/index.js";

describe("suggest", () => {
  it.each([
    ["flavr", ["duration", "flavor"], "flavor"],
    ["JobDuration", ["duration", "job_duration"], "job_duration"],
    ["x", ["flavor", "duration"], undefined],
    ["", [], undefined],
  ])("takes %j of %j for %j", (name, candidates, expected) => {
    expect(suggest(name, candidates)).toBe(expected);
  });

  it("does not compare names that are too long to be misspelt", () => {
    expect(suggest("a".repeat(15_000_000), ["a".repeat(199)])).toBeUndefined();
  });

  it("ends a message with the name as the user writes it, or with what is expected", () => {
    const flag = "--";
    const otherwise = "its flags: --flavor, --duration";
    const write = (name: string): string => `${flag}${name}`;
    expect(didYouMean("flavor", { otherwise, write })).toBe("; did you mean --flavor?");
    expect(didYouMean(undefined, { otherwise, write })).toBe("; its flags: --flavor, --duration");
  });

  it("ends a message with what it found", () => {
    expect(`unknown "flavr"${didYouMean(suggest("flavr", ["flavor"]))}`).toBe(
      'unknown "flavr"; did you mean "flavor"?',
    );
    expect(`unknown "x"${didYouMean(suggest("x", ["flavor"]))}`).toBe('unknown "x"');
  });
});

describe("a JSON Pointer", () => {
  it.each([[[]], [[""]], [["a", "0", "b"]], [["a/b", "m~n", "~1", "~01"]]])("of %j is read back", (tokens) => {
    const pointer = tokens.reduce((parent: string, token) => joinPointer(parent, token), "");
    expect(pointerTokens(pointer)).toEqual(tokens);
  });

  it("escapes ~ and / (RFC 6901, section 3)", () => {
    expect(joinPointer("/a", "b/c~d")).toBe("/a/b~1c~0d");
  });
});
