import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contains, type Json } from "../src/index.js";
import { judgeOf } from "./support/validators.js";

const folder = new URL("cases/", import.meta.url);
const names = readdirSync(folder).toSorted();

function read<T>(name: string, file: string): T {
  return JSON.parse(readFileSync(new URL(`${name}/${file}`, folder), "utf8")) as T;
}

it("there are cases of every outcome", () => {
  expect(names.length).toBeGreaterThanOrEqual(150);
  const outcomes = new Set(names.map((name) => JSON.stringify(read(name, "expect.json"))));
  expect(outcomes.size).toBe(4);
});

const keywords = [
  ..."type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern".split(
    " ",
  ),
  ..."maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required".split(" "),
  ..."dependentRequired allOf anyOf oneOf not if then else dependentSchemas prefixItems items contains".split(" "),
  ..."properties patternProperties additionalProperties propertyNames unevaluatedItems".split(" "),
  ..."unevaluatedProperties $ref $dynamicRef $anchor $id format".split(" "),
];

it.each(keywords)("%s occurs on both sides of both verdicts", (keyword) => {
  const isIn = (name: string, file: string): boolean => JSON.stringify(read(name, file)).includes(`"${keyword}":`);
  const seen = new Set<string>();
  for (const name of names) {
    const { backward, forward } = read<{ readonly backward: boolean; readonly forward: boolean }>(name, "expect.json");
    for (const [file, asSubset, asSuperset] of [
      ["baseline.json", backward, forward],
      ["candidate.json", forward, backward],
    ] as const) {
      if (isIn(name, file)) seen.add(`subset ${asSubset}`).add(`superset ${asSuperset}`);
    }
  }
  expect([...seen].toSorted()).toEqual(["subset false", "subset true", "superset false", "superset true"]);
});

describe.each(names)("%s", (name) => {
  const baseline = read<Json>(name, "baseline.json");
  const candidate = read<Json>(name, "candidate.json");
  const expected = read<{ readonly backward: boolean; readonly forward: boolean }>(name, "expect.json");

  it("verdicts", () => {
    const backward = contains(baseline, candidate);
    const forward = contains(candidate, baseline);
    expect(backward.verdict).toBe(expected.backward ? "contained" : "not-contained");
    expect(forward.verdict).toBe(expected.forward ? "contained" : "not-contained");
    expect(contains(baseline, candidate)).toEqual(backward);
  });

  it("Ajv agrees about the listed instances", () => {
    const instances = read<Record<"baselineOnly" | "candidateOnly" | "both", Json[]>>(name, "instances.json");
    const [inBaseline, inCandidate] = [judgeOf(baseline).ajv, judgeOf(candidate).ajv];
    const sides = (list: readonly Json[]): unknown[] => list.map((each) => [inBaseline(each), inCandidate(each)]);
    expect(sides(instances.baselineOnly)).toEqual(instances.baselineOnly.map(() => [true, false]));
    expect(sides(instances.candidateOnly)).toEqual(instances.candidateOnly.map(() => [false, true]));
    expect(sides(instances.both)).toEqual(instances.both.map(() => [true, true]));
    expect(instances.baselineOnly.length > 0).toBe(!expected.backward);
    expect(instances.candidateOnly.length > 0).toBe(!expected.forward);
  });
});
