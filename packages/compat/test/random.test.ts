import fc from "fast-check";
import { expect, test } from "vitest";
import { validatorOf } from "../src/confirm/validator.js";
import { contains, isEmpty, type Json, sample } from "../src/index.js";
import { instances, schemas } from "./arbitrary.js";

const seed = Number(process.env.COMPAT_SEED ?? 20_261_123);
const budget = 200_000;
const validator = (schema: Json): ((instance: Json) => boolean | undefined) =>
  validatorOf(schema, { isFormatAsserted: false, dialect: "2020-12" });
/** Fails with the seed in its message; `COMPAT_SEED` replays it. */
const check = <Ts extends [unknown, ...unknown[]]>(numRuns: number, property: fc.IProperty<Ts>): void =>
  fc.assert(property, { seed, numRuns });

test("no instance refutes a contained, and both verdicts occur", () => {
  const seen = new Set<string>();
  const tried = fc.sample(instances, { seed, numRuns: 300 });
  check(
    400,
    fc.property(schemas, schemas, (subset, superset) => {
      const { verdict } = contains(subset, superset, { budget });
      seen.add(verdict);
      if (verdict !== "contained") return;
      const [inSubset, inSuperset] = [validator(subset), validator(superset)];
      expect(tried.filter((each) => inSubset(each) === true && inSuperset(each) === false)).toEqual([]);
    }),
  );
  expect(seen).toContain("contained");
  expect(seen).toContain("not-contained");
});

test("nothing that is valid is in an empty schema, and a sample is valid", () => {
  const tried = fc.sample(instances, { seed, numRuns: 300 });
  check(
    300,
    fc.property(schemas, (schema) => {
      const validate = validator(schema);
      if (isEmpty(schema, { budget }).verdict === "empty")
        expect(tried.filter((each) => validate(each) === true)).toEqual([]);
      const value = sample(schema, { budget });
      if (value !== undefined) expect(validate(value)).toBe(true);
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
  test(law, () => {
    check(
      100,
      fc.property(schemas, schemas, (a, b) => {
        expect(contains(...make(a, b), { budget }).verdict).not.toBe("not-contained");
      }),
    );
  });
}

const verdict = (left: Json, right: Json): string => contains(left, right, { budget }).verdict;

test("containment is transitive, and the order of keys and the name of a definition change nothing", () => {
  check(
    150,
    fc.property(schemas, schemas, schemas, (a, b, c) => {
      const first = verdict(a, b);
      if (first === "contained" && verdict(b, c) === "contained") expect(verdict(a, c)).not.toBe("not-contained");
      const named = (name: string): Json => ({ $ref: `#/$defs/${name}`, $defs: { [name]: a } });
      const opposite = first === "contained" ? "not-contained" : first === "not-contained" ? "contained" : "neither";
      expect(verdict(reversed(a), reversed(b))).not.toBe(opposite);
      expect(verdict(named("one"), b)).not.toBe(opposite);
      expect(verdict(named("two"), b)).not.toBe(opposite);
    }),
  );
});

function reversed(schema: Json): Json {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return schema;
  return Object.fromEntries(Object.entries(schema).toReversed());
}
