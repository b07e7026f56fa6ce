import fc from "fast-check";
import { expect, it } from "vitest";
import { contains } from "../../src/index.js";

const seed = Number(process.env.COMPAT_SEED ?? 20_261_128);

const duration = "^P(?!$)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?$";
const hostname = "^(?=.{1,20}$)[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?)*$";
const password = "^(?=.*[a-z])(?=.*[0-9])(?!.*--).{4,}$";

const patterns = [
  duration,
  hostname,
  password,
  "a(?=b)",
  "a(?!b)",
  "(?:a(?=b)|b(?!a))a?b",
  "^(?:a(?=b)){0,2}b$",
  "^(?=a)b|^c",
  "a(?=b$)",
  "^(?!a(?=b))",
  "(?=a(?!b))a.",
  "^(?=[(?=]).$",
];

it.each(patterns)("%s is the same set as for a regular expression", (pattern) => {
  const expected = new RegExp(pattern, "u");
  const text = fc.string({ unit: fc.constantFrom(..."abcPTDHM12-.(="), maxLength: 7 });
  const tried = fc.sample(text, { seed, numRuns: 60 });
  for (const each of tried) {
    const anchored = contains({ const: each }, { pattern }).verdict;
    expect([each, anchored]).toEqual([each, expected.test(each) ? "contained" : "not-contained"]);
    // With other words beside it, the automaton of the pattern decides, and not the regular expression.
    const inside = contains({ type: "string", pattern, maxLength: 7 }, { not: { const: each } }).verdict;
    expect([each, inside]).toEqual([each, expected.test(each) ? "not-contained" : "contained"]);
  }
});

function isIn(subset: string, superset: string): string {
  return contains({ type: "string", pattern: subset }, { pattern: superset }).verdict;
}

it("a lookahead is compared with what it means", () => {
  expect(isIn(duration, "^P.")).toBe("contained");
  expect(isIn(duration, "[0-9]")).toBe("contained");
  expect(isIn("^P.", duration)).toBe("not-contained");
  expect(isIn(password, "[a-z].*[0-9]|[0-9].*[a-z]")).toBe("contained");
  expect(isIn(password, "^[a-z]")).toBe("not-contained");
  expect(contains({ type: "string", pattern: hostname }, { maxLength: 20 }).verdict).toBe("contained");
  expect(contains({ type: "string", pattern: hostname }, { maxLength: 19 }).verdict).toBe("not-contained");
});
