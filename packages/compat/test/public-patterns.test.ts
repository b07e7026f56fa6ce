import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, contains, type Json, sample } from "../src/index.js";
import { publicPatterns } from "./public-patterns.js";

const seed = Number(process.env.COMPAT_SEED ?? 20_261_128);
/** How many patterns are compared in every way; of as many others, each in one way. */
const sampleSize = Number(process.env.PUBLIC_PATTERNS ?? 3);

const eventOf = (field: Readonly<Record<string, Json>>, others: Readonly<Record<string, Json>> = {}): Json => ({
  type: "object",
  properties: { field: { type: "string", ...field }, ...others },
});

type Candidate = (pattern: string, text: string) => Json;

/** Ways in which an event with a pattern may change. */
const changes: readonly (readonly [name: string, candidate: Candidate])[] = [
  ["with a small maxLength", (pattern) => eventOf({ pattern, maxLength: 3 })],
  ["with a large maxLength", (pattern) => eventOf({ pattern, maxLength: 1000 })],
  ["with a minLength", (pattern) => eventOf({ pattern, minLength: 2 })],
  ["with another alternative", (pattern) => eventOf({ pattern: `${pattern}|^[none]$` })],
  ["with anchors", (pattern) => eventOf({ pattern: `^(?:${pattern})$` })],
  ["as one text", (_, text) => eventOf({ const: text })],
];

const shuffled = fc.sample(fc.shuffledSubarray([...publicPatterns], { minLength: publicPatterns.length }), {
  seed,
  numRuns: 1,
})[0] as typeof publicPatterns;
const sampled = shuffled.slice(0, sampleSize);
const others = shuffled.slice(sampleSize, 2 * sampleSize);

const cases = [
  ...sampled.flatMap((each) => changes.map((change) => [...each, ...change] as const)),
  ...others.map((each, index) => [...each, ...(changes[index % changes.length] as (typeof changes)[number])] as const),
];

it("there are many patterns, and each matches its text", () => {
  expect(publicPatterns.length).toBeGreaterThan(60);
  for (const [pattern, text] of publicPatterns) expect(text).toMatch(new RegExp(pattern, "u"));
  expect(sampled.length).toBeGreaterThan(0);
});

it.each(cases)(`%s like %s, %s (seed ${seed})`, (pattern, text, _, candidate) => {
  const isMatch = (witness: Json): boolean =>
    new RegExp(pattern, "u").test((witness as { readonly field: string }).field);
  const { backward, forward } = compare(eventOf({ pattern }), candidate(pattern, text));
  expect([backward, forward]).not.toContainEqual(expect.objectContaining({ verdict: "unknown" }));
  for (const { witness } of backward.verdict === "incompatible" ? backward.breaks : [])
    expect([witness, isMatch(witness)]).toEqual([witness, true]);
  // What the candidate adds is no match; where it adds nothing, there is no break.
  for (const { witness } of forward.verdict === "incompatible" ? forward.breaks : [])
    expect([witness, isMatch(witness)]).toEqual([witness, false]);
});

describe.each(publicPatterns)("%s", (pattern, text) => {
  it("breaks nobody where another keyword or the examples change", () => {
    const before = eventOf({ pattern, description: "Before." }, { other: { type: "string" } });
    const after = eventOf(
      { pattern, description: "After.", examples: [text] },
      { other: { type: ["string", "null"] } },
    );
    const { backward, forward } = compare(before, after);
    expect(backward.verdict).toBe("compatible");
    // Only null in the other field breaks readers of the baseline: the pattern is the same.
    const witnesses = forward.verdict === "incompatible" ? forward.breaks.map(({ witness }) => witness) : [];
    expect(witnesses).toContainEqual(expect.objectContaining({ other: null }));
  });
});

describe.each([...sampled, ...others])(`%s like %s (seed ${seed})`, (pattern) => {
  it("has a sample that matches", () => {
    const found = sample({ type: "string", pattern });
    expect(found).toMatch(new RegExp(pattern, "u"));
    expect(contains({ const: found as Json }, { pattern }).verdict).toBe("contained");
  });
});
