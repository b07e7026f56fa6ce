import { catalogue } from "@metric-events/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFilter, ExactNumber, SelectionError } from "../../src/index.js";

const seed = Number(process.env["SEED"] ?? 20_261_128);

const selects = (data: unknown, ...where: string[]): boolean => createFilter({ where }, catalogue)?.(data) ?? true;
const messageOf = (...where: string[]): string => {
  try {
    createFilter({ where }, catalogue);
  } catch (error) {
    expect(error).toBeInstanceOf(SelectionError);
    return String((error as Error).message);
  }
  return "";
};

const among = (flavor: string): boolean =>
  selects({ flavor, duration: 5 }, "flavor~lar", "flavor=small", "flavor!=large-x", "duration>1", "duration<9");
const like = (text: string, pattern: string): boolean => selects({ flavor: text }, `flavor~${pattern}`);

describe("a condition", () => {
  it.each([
    ["duration<2", 1, true],
    ["duration<2", 2, false],
    ["duration<=2", 2, true],
    ["duration>2", 2.000001, true],
    ["duration>=2e0", 2, true],
    ["duration>-1", 0, true],
    ["duration<1m", 59.9, true],
    ["duration!=2.0", 2, false],
    ["duration!=2", 3, true],
    ["duration~1", 12, true],
    ["duration~1?", 12, true],
    ["duration!~1?", 12, false],
    ["duration>9007199254740992", new ExactNumber("9007199254740993"), true],
    ["duration<=9007199254740992", new ExactNumber("9007199254740993"), false],
    ["duration<9007199254740993", 9_007_199_254_740_992, true],
    ["duration>1e400", new ExactNumber("2e400"), true],
    ["duration<0", "text", false],
  ])("%s of %s: %s", (condition, duration, expected) => {
    expect(selects({ event: "runner_installed", duration }, condition)).toBe(expected);
  });

  it("holds for an absent field only when it is a negation", () => {
    const held = ["=", "!=", "~", "!~", "<", "<=", ">", ">="].filter((operator) => selects({}, `duration${operator}1`));
    expect(held).toEqual(["!=", "!~"]);
    expect(selects({}, "flavor~")).toBe(false);
  });

  it("takes = and ~ of one field as alternatives, and all else together", () => {
    expect(["small", "large", "large-x", "medium"].filter(among)).toEqual(["small", "large"]);
  });

  it("says where it is wrong and what is allowed there", () => {
    expect(messageOf("duration>x")).toBe(
      'expected a number of seconds or a duration such as 90s, 30m or 2h after > at character 10, received "duration>x"',
    );
    expect(messageOf("idle_runners<=1h")).toBe(
      'expected a number after <= at character 15, received "idle_runners<=1h"',
    );
    expect(messageOf("flavor<a")).toBe(
      'flavor is not a number, and < compares numbers; expected =, !=, ~ or !~ at character 7, received "flavor<a"',
    );
    expect(messageOf("flavr~a")).toBe('unknown field "flavr"; did you mean "flavor"?');
    expect(messageOf("flavor")).toContain("expected a field, one of != !~ <= >= = ~ < >, and a value");
  });
});

describe("a pattern", () => {
  it.each([
    ["abc", "ab", true],
    ["abc", "bc", false],
    ["abc", "*bc", true],
    ["abc", "a*", true],
    ["abc", "a?c", true],
    ["ac", "a?c", false],
    ["a*c", "a\\*c", true],
    ["abc", "a\\*c", false],
    ["a*cd", "a\\*c", true],
    ["💡x", "?x", true],
    ["", "*", true],
    ["", "?", false],
    ["abcabc", "*abc", true],
    ["a[b]", "a[b]*", true],
  ])("%s ~ %s: %s", (text, pattern, expected) => expect(like(text, pattern)).toBe(expected));

  it(`matches what a regular expression does (seed ${seed})`, () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });
    fc.assert(
      fc.property(letters, patterns, (text, pattern) => {
        const hasWildcard = /[*?]/.test(pattern);
        const source = pattern.replaceAll("*", ".*").replaceAll("?", ".");
        expect(like(text, pattern)).toBe(new RegExp(hasWildcard ? `^${source}$` : `^${source}`).test(text));
      }),
      { seed, numRuns: 2000 },
    );
  });

  it("takes no time for a pattern that makes regular expressions backtrack", () => {
    expect(like("a".repeat(5000), `${"*a".repeat(200)}*b`)).toBe(false);
  });
});

it(`a selection by = and one by != share all events between them (seed ${seed})`, () => {
  const values = fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 3 }), fc.constantFrom("1", "x"));
  fc.assert(
    fc.property(values, fc.constantFrom("1", "2.0", "x", "*"), (duration, text) => {
      const event = duration === undefined ? {} : { duration };
      expect(selects(event, `duration=${text}`)).toBe(!selects(event, `duration!=${text}`));
      expect(selects(event, `duration~${text}`)).toBe(!selects(event, `duration!~${text}`));
    }),
    { seed },
  );
});

it("times of nanoseconds are compared though no double holds them", () => {
  const envelope = { nameField: "event", timeField: "timestamp", timeKind: "ns" } as const;
  const filter = createFilter({ since: 1_795_300_000 }, { ...catalogue, envelope });
  expect(filter?.({ timestamp: new ExactNumber("1795299999999000001") })).toBe(false);
  expect(filter?.({ timestamp: new ExactNumber("1795300000000000001") })).toBe(true);
  expect(filter?.({ timestamp: "soon" })).toBe(true);
});
