import fc from "fast-check";
import { expect, it } from "vitest";
import { contains, isEmpty, type Json, sample } from "../src/index.js";
import { isArray, isObject } from "../src/json/value.js";
import { instances, schemas } from "./support/arbitrary.js";
import { judgeOf } from "./support/validators.js";

const seed = Number(process.env.COMPAT_SEED ?? 20_261_123);
const budget = 200_000;
/** Fails with the seed in its message; `COMPAT_SEED` replays it. */
const check = <Ts extends [unknown, ...unknown[]]>(numRuns: number, property: fc.IProperty<Ts>): void =>
  fc.assert(property, { seed, numRuns });

it("no random instance refutes a contained, and both verdicts occur", () => {
  const seen = new Set<string>();
  const tried = fc.sample(instances, { seed, numRuns: 300 });
  check(
    400,
    fc.property(schemas, schemas, (subset, superset) => {
      const { verdict } = contains(subset, superset, { budget });
      seen.add(verdict);
      if (verdict !== "contained") return;
      const [inSubset, inSuperset] = [judgeOf(subset).both, judgeOf(superset).both];
      expect(tried.filter((each) => inSubset(each) === true && inSuperset(each) === false)).toEqual([]);
    }),
  );
  expect(seen).toContain("contained");
  expect(seen).toContain("not-contained");
});

it("no random instance is valid under an empty schema, and samples are valid", () => {
  const tried = fc.sample(instances, { seed, numRuns: 300 });
  check(
    300,
    fc.property(schemas, (schema) => {
      const judge = judgeOf(schema);
      if (isEmpty(schema, { budget }).verdict === "empty")
        expect(tried.filter((each) => judge.both(each) === true)).toEqual([]);
      const value = sample(schema, { budget });
      if (value !== undefined) expect(judge.either(value, true)).toBe(true);
    }),
  );
});

const laws: Readonly<Record<string, (a: Json, b: Json) => readonly [Json, Json]>> = {
  "A is contained in A": (a) => [a, { $ref: "#/$defs/it", $defs: { it: a } }],
  "A and B is contained in A": (a, b) => [{ allOf: [a, b] }, a],
  "A is contained in A or B": (a, b) => [a, { anyOf: [a, b] }],
  "A is contained in not not A": (a) => [a, { not: { not: a } }],
  "not not A is contained in A": (a) => [{ not: { not: a } }, a],
  "exactly one of A and B is contained in A or B": (a, b) => [{ oneOf: [a, b] }, { anyOf: [a, b] }],
  "A without B is not B": (a, b) => [{ allOf: [a, { not: b }] }, { not: b }],
  "if A then B is B or not A": (a, b) => [{ if: a, then: b }, { anyOf: [{ not: a }, b] }],
};

for (const [law, make] of Object.entries(laws)) {
  it(law, () => {
    let contained = 0;
    check(
      100,
      fc.property(schemas, schemas, (a, b) => {
        const { verdict } = contains(...make(a, b), { budget });
        expect(verdict).not.toBe("not-contained");
        if (verdict === "contained") contained++;
      }),
    );
    // The rest may be unknown.
    expect(contained).toBeGreaterThanOrEqual(95);
  });
}

const verdict = (left: Json, right: Json): string => contains(left, right, { budget }).verdict;

it("containment is transitive", () => {
  let chains = 0;
  check(
    150,
    fc.property(schemas, schemas, schemas, (a, b, c) => {
      // Random schemas rarely contain each other; these do.
      const [larger, largest] = [{ anyOf: [a, b] }, { anyOf: [{ anyOf: [b, a] }, c] }];
      for (const [one, two, three] of [
        [a, b, c],
        [a, larger, largest],
        [{ allOf: [a, c] }, a, larger],
      ] as const) {
        if (verdict(one, two) !== "contained" || verdict(two, three) !== "contained") continue;
        chains++;
        expect(verdict(one, three)).not.toBe("not-contained");
      }
    }),
  );
  expect(chains).toBeGreaterThan(250);
});

const named = (schema: Json, name: string): Json => {
  const token = encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
  return { $ref: `#/$defs/${token}`, $defs: { [name]: schema } };
};

/** Ways to write a schema that means the same. */
const rewritings: Readonly<Record<string, (schema: Json) => Json>> = {
  "the order of keys": reversed,
  "a definition in place of the whole": (schema) => named(schema, "one"),
  "the name of a definition": (schema) => named(schema, "an/other~name %"),
  "references extracted from it": extracted,
  "a reference in allOf": (schema) => ({ allOf: [{ $ref: "#/$defs/one" }], $defs: { one: schema } }),
};

for (const [what, rewrite] of Object.entries(rewritings)) {
  it(`${what} changes nothing`, () => {
    const seen = new Set<string>();
    check(
      100,
      fc.property(schemas, schemas, (a, b) => {
        const before = verdict(a, b);
        seen.add(before);
        const after = [verdict(rewrite(a), b), verdict(a, rewrite(b)), verdict(rewrite(a), rewrite(b))];
        expect(after).toEqual([before, before, before]);
      }),
    );
    expect(seen).toContain("contained");
    expect(seen).toContain("not-contained");
  });
}

/** The schema with all keys in the opposite order. */
function reversed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(reversed);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .toReversed()
      .map(([key, value]) => [key, reversed(value)]),
  );
}

/** The schema with the subschemas of `properties` and `anyOf` moved to `$defs`. */
function extracted(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const $defs: Record<string, Json> = {};
  const extract = (sub: Json): Json => {
    const name = `d${Object.keys($defs).length}`;
    $defs[name] = sub;
    return { $ref: `#/$defs/${name}` };
  };
  const { properties, anyOf } = schema;
  const moved: Record<string, Json> = { ...schema };
  if (isObject(properties)) {
    moved.properties = Object.fromEntries(Object.entries(properties).map(([name, sub]) => [name, extract(sub)]));
  }
  if (isArray(anyOf)) moved.anyOf = anyOf.map(extract);
  return { ...moved, $defs };
}
