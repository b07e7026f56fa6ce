import { describe, expect, it } from "vitest";
import { didYouMean, suggest } from "../src/index.js";

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
