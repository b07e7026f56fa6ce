import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { didYouMean, listNames, suggest } from "../src/index.js";

const seed = Number(process.env["SEED"] ?? 20_261_128);

/** Edits by the definition: what the last letters need, and what precedes them. */
function edits(left: string, right: string, known = new Map<string, number>()): number {
  if (left === "" || right === "") return left.length + right.length;
  const key = `${left} ${right}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const shorter = (fromLeft: number, fromRight: number): number =>
    edits(left.slice(0, left.length - fromLeft), right.slice(0, right.length - fromRight), known);
  const isSwap = left.length > 1 && left.at(-1) === right.at(-2) && left.at(-2) === right.at(-1);
  const least = Math.min(
    shorter(1, 0) + 1,
    shorter(0, 1) + 1,
    shorter(1, 1) + (left.at(-1) === right.at(-1) ? 0 : 1),
    isSwap ? shorter(2, 2) + 1 : Number.POSITIVE_INFINITY,
  );
  known.set(key, least);
  return least;
}

describe("suggest", () => {
  it.each([
    ["flavr", ["duration", "flavor"], "flavor"],
    ["JobDuration", ["duration", "job_duration"], "job_duration"],
    ["x", ["flavor", "duration"], undefined],
    ["", [], undefined],
  ])("takes %j of %j for %j", (name, candidates, expected) => {
    expect(suggest(name, candidates)).toBe(expected);
  });

  it(`finds the nearest candidate, as counting all edits does (seed ${seed})`, () => {
    const name = fc.stringMatching(/^[abc]{0,12}$/);
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 5 }), (misspelt, candidates) => {
        const most = Math.max(1, Math.floor(misspelt.length / 3));
        const distances = candidates.map((candidate) => edits(misspelt, candidate));
        const least = Math.min(...distances);
        expect(suggest(misspelt, candidates)).toBe(least <= most ? candidates[distances.indexOf(least)] : undefined);
      }),
      { seed, numRuns: 5000 },
    );
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

describe("listNames", () => {
  const many = Array.from({ length: 5000 }, (_, index) => `event_${index}`);

  it("lists a few names as they come", () => {
    expect(listNames(["b", "a"], "a")).toBe("b, a");
    expect(listNames(["b", "a"], undefined, JSON.stringify)).toBe('"b", "a"');
  });

  it("lists the nearest of many, and says how many there are", () => {
    expect(listNames([...many, "door_opened"], "door_opnd")).toMatch(
      /^door_opened, (?:event_\d+, ){10}event_\d+ and 4989 more$/,
    );
    expect(listNames(many)).toMatch(/^event_0, event_1, .* and 4988 more$/);
    expect(listNames(many, "x".repeat(100_000))).toMatch(/ and 4988 more$/);
  });
});
