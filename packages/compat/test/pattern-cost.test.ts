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
  ["^(.*)*$"],
  ["^((a*)*)*$"],
  ["^(a*b*)*$"],
  ["^(a?b?)*$"],
  ["^(?:a{0,5})*$"],
  ["^(?:\\s*,?\\s*)*;"],
])("%s is shown to take a million steps", (pattern) => {
  const { attack, maxShort } = patternCost(pattern);
  expect(attack?.length).toBeLessThanOrEqual(100);
  expect(maxShort).toBeLessThan(30);
});

it.each([
  ["^[a-z]+$"],
  ["^a"],
  ["(.*)*"],
  ["^(?:ab*)*$"],
  ["^(?:(?:a*b)*c)*$"],
  ["^(?:a|b)*c$"],
  ["^(?!-)[a-z-]{1,63}(?<!-)$"],
  ["^\\S(?:.*\\S)?$"],
])("%s is proved to be fast for any text", (pattern) => {
  expect(patternCost(pattern)).toMatchObject({
    maxShort: Number.POSITIVE_INFINITY,
    attack: undefined,
    hasAutomaton: true,
  });
});

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

type Tree =
  | { readonly read: string }
  | { readonly all: readonly Tree[] }
  | { readonly any: readonly Tree[] }
  | { readonly repeat: Tree };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("a", "b", "ab").map((read) => ({ read })),
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie("tree"), { maxLength: 2 }).map((any) => ({ any: [...any, { all: [] }] })),
    tie("tree").map((repeat) => ({ repeat })),
    tie("tree").map((repeat) => ({ repeat })),
  ),
}));

function sourceOf(node: Tree): string {
  if ("read" in node) return node.read.length === 1 ? node.read : `[${node.read}]`;
  if ("all" in node) return `(?:${node.all.map(sourceOf).join("")})`;
  if ("any" in node) return `(?:${node.any.map(sourceOf).join("|")})`;
  return `(?:${sourceOf(node.repeat)})*`;
}

const maxReads = 20_000;

/** How many characters an engine reads that tries each way, as ECMA-262 describes it, with no match in the end. Stops at a limit. */
function readsOf(root: Tree, text: string): number {
  let reads = 0;
  const visit = (node: Tree, at: number, next: (at: number) => void): void => {
    if (reads >= maxReads) return;
    if ("read" in node) {
      if (!node.read.includes(text[at] ?? "c")) return;
      reads++;
      next(at + 1);
    } else if ("all" in node) {
      const [first, ...others] = node.all;
      if (first === undefined) next(at);
      else visit(first, at, (after) => visit({ all: others }, after, next));
    } else if ("any" in node) for (const each of node.any) visit(each, at, next);
    else {
      // A repetition that reads nothing is refused.
      visit(node.repeat, at, (after) => (after === at ? undefined : visit(node, after, next)));
      next(at);
    }
  };
  visit(root, 0, () => {});
  return reads;
}

it(`an engine never reads more than the paths that are counted, whatever is nested (seed ${seed})`, () => {
  let nested = 0;
  fc.assert(
    fc.property(tree, fc.stringMatching(/^[ab]{1,10}$/), (root, text) => {
      const reads = readsOf(root, text);
      if (reads > 10 * text.length) nested++;
      const source = `^${sourceOf(root)}c`;
      const counter = new PathCounter(buildMachine(parsePattern(source), true));
      let counts: Counts = counter.start();
      let paths = 0;
      for (const [index, character] of [...text].entries()) {
        const atom = counter.atoms.findIndex(({ ranges }) =>
          ranges.some(
            ({ min, max }) => character >= String.fromCodePoint(min) && character <= String.fromCodePoint(max),
          ),
        );
        counts = counter.after(counts, atom, index === 0);
        for (const count of counts.values()) paths += count;
      }
      expect([source, text, reads <= paths]).toEqual([source, text, true]);
    }),
    { seed, numRuns: 1_000 },
  );
  expect(nested).toBeGreaterThan(20);
});
