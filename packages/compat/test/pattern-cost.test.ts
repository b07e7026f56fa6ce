import { expect, it } from "vitest";
import { patternCost } from "../src/language/pattern-cost.js";
import { publicPatterns } from "./public-patterns.js";

it.each([
  ["^(a+)+$"],
  ["^(\\d+)*x"],
  ["(a|a)*b"],
  ["(.*a){20}"],
  ["^(?:a?){30}a{30}$"],
  ["(x+x+)+y"],
  ["^(a|aa)+$"],
  ["(?:(a+)+b)?c"],
  ["^(?=(a+)+$)x"],
  ["(.+)+\\1"],
  ["^(\\w+\\s?)*$"],
  ["(.*)(.*)(.*)(.*)(.*)x"],
])("%s is shown to take a million steps", (pattern) => {
  const { attack, maxShort } = patternCost(pattern);
  expect(attack?.length).toBeLessThanOrEqual(100);
  expect(maxShort).toBeLessThan(30);
});

it.each([["^[a-z]+$"], ["^a"], ["(.*)*"], ["^(?:a|b)*c$"], ["^(?!-)[a-z-]{1,63}(?<!-)$"], ["^\\S(?:.*\\S)?$"]])(
  "%s is proved to be fast for any text",
  (pattern) => {
    expect(patternCost(pattern)).toEqual({
      maxShort: Number.POSITIVE_INFINITY,
      attack: undefined,
      hasAutomaton: true,
    });
  },
);

it.each([["\\s+$"], ["^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"], ["^.*a.*b.*c$"]])(
  "%s is fast for short texts only, and has an automaton",
  (pattern) => {
    const { attack, maxShort, hasAutomaton } = patternCost(pattern);
    expect([attack, hasAutomaton]).toEqual([undefined, true]);
    expect(maxShort).toBeGreaterThan(10);
    expect(maxShort).toBeLessThan(200);
  },
);

it("no common pattern is taken for one that backtracks without end", () => {
  const refused = publicPatterns.filter(([pattern]) => {
    const { attack, hasAutomaton } = patternCost(pattern);
    return attack !== undefined || !hasAutomaton;
  });
  expect(refused).toEqual([]);
});
