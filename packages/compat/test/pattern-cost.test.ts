import fc from "fast-check";
import { expect, it } from "vitest";
import { parsePattern } from "../src/language/lookaheads.js";
import { type Counts, PathCounter } from "../src/language/path-counter.js";
import { patternCost } from "../src/language/pattern-cost.js";
import { buildMachine } from "../src/language/thompson.js";
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
    expect(patternCost(pattern)).toMatchObject({
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
    expect(maxShort).toBeGreaterThan(3);
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

const distinct = Array.from({ length: 600 }, (_, index) => String.fromCharCode(0x4e00 + index));

it.each([
  ["^(?:a?){5000}$"],
  ["(?:[ab]|[bc]|[cd]){1000}x"],
  [`(?:${distinct.slice(0, 400).join("|")}){12}`],
  ["^(?:(?=a)){3000}"],
  [`${"(".repeat(5000)}a${")".repeat(5000)}`],
  ["((((a?){10}){10}){10}){10}"],
  ["(?:a|b){1500}a(?:a|b)*c$"],
])("%s is too large to be looked into, and has no automaton", (pattern) => {
  expect(patternCost(pattern)).toMatchObject({ hasAutomaton: false });
});

it("looking into a pattern with very many different characters ends, with nothing proved", () => {
  const pattern = distinct.map((character) => `[^${character}]*`).join("");
  expect(patternCost(pattern)).toMatchObject({ maxShort: 0, hasAutomaton: true });
});

const seed = Number(process.env.COMPAT_SEED ?? 20_261_128);

it(`no short text has more paths than were proved (seed ${seed})`, () => {
  const part = fc.constantFrom("a", "b", ".", "[ab]", "(?:a|b)", "(?:ab|a)", "\\b", "(?=a)");
  const repeated = fc
    .tuple(part, fc.constantFrom("", "*", "+", "?", "{0,3}"))
    .map(([what, often]) => (/^\\b|^\(\?=/.test(what) ? what : what + often));
  const pattern = fc.array(repeated, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
  let limited = 0;
  fc.assert(
    fc.property(pattern, fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (source, choices) => {
      const { maxShort } = patternCost(source);
      if (maxShort < 200) limited++;
      const counter = new PathCounter(buildMachine(parsePattern(source), true));
      let counts: Counts = counter.start();
      let steps = 0;
      for (const [index, choice] of choices.slice(0, maxShort).entries()) {
        counts = counter.after(counts, choice % counter.atoms.length, index === 0);
        for (const count of counts.values()) steps += count;
      }
      expect([source, steps <= 100 * choices.length]).toEqual([source, true]);
    }),
    { seed, numRuns: 100 },
  );
  expect(limited).toBeGreaterThan(5);
});
