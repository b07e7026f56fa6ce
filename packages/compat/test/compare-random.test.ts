import fc from "fast-check";
import { expect, it } from "vitest";
import { compare, contains, diff, type Json } from "../src/index.js";
import { normalize } from "../src/normal/normalize.js";
import { SchemaWriter } from "../src/normal/to-schema.js";
import { schemas } from "./support/arbitrary.js";
import { judgeOf } from "./support/validators.js";

const seed = Number(process.env.COMPAT_SEED ?? 20_261_124);
const budget = 100_000;
/** Fails with the seed in its message; `COMPAT_SEED` replays it. */
const check = <Ts extends [unknown, ...unknown[]]>(numRuns: number, property: fc.IProperty<Ts>): void =>
  fc.assert(property, { seed, numRuns });

/** A schema with one keyword changed somewhere in it, as in a typical edit. */
function changed(schema: Json, by: Json, choice: number): Json {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return by;
  const object = schema as { readonly [keyword: string]: Json };
  const keywords = Object.keys(object);
  const keyword = keywords[choice % keywords.length];
  if (keyword === undefined) return by;
  const { [keyword]: value, ...rest } = object;
  if (typeof value === "number") return { ...object, [keyword]: value + 1 };
  if (Array.isArray(value) && value.length > 1) return { ...object, [keyword]: value.slice(1) as Json };
  const holdsSchema = ["items", "not", "if", "then", "else", "contains", "additionalProperties", "propertyNames"];
  if (holdsSchema.includes(keyword)) return { ...object, [keyword]: changed(value as Json, by, choice >> 2) };
  return choice % 2 === 0 ? rest : { ...rest, ...(typeof by === "object" ? (by as object) : {}) };
}

const pairs = fc
  .tuple(schemas, schemas, fc.nat(1000))
  .map(([a, b, choice]): [Json, Json] => [a, choice % 3 === 0 ? b : changed(a, b, choice)]);

it("changes explain every break, and each break is confirmed by a validator", () => {
  const seen = new Set<string>();
  check(
    250,
    fc.property(pairs, ([baseline, candidate]) => {
      const comparison = compare(baseline, candidate, { budget });
      const sides = [
        [baseline, candidate, comparison.backward],
        [candidate, baseline, comparison.forward],
      ] as const;
      for (const [subset, superset, result] of sides) {
        seen.add(result.verdict);
        const { verdict } = contains(subset, superset, { budget });
        if (verdict === "contained") expect(result.verdict).not.toBe("incompatible");
        if (result.verdict !== "incompatible") continue;
        expect(verdict).not.toBe("contained");
        expect(comparison.changes).not.toEqual([]);
        expect(result.breaks).not.toEqual([]);
        const [writer, reader] = [judgeOf(subset), judgeOf(superset)];
        for (const { changes, witness } of result.breaks) {
          expect(changes).not.toEqual([]);
          expect([writer.either(witness, true), reader.either(witness, false)]).toEqual([true, true]);
        }
      }
    }),
  );
  expect([...seen].toSorted()).toEqual(expect.arrayContaining(["compatible", "incompatible"]));
});

it("the normal form of a schema means the same", () => {
  check(
    200,
    fc.property(schemas, (schema) => {
      const { root, definitions } = normalize(schema, { prefix: "", annotations: [] });
      const normal = new SchemaWriter().write(root, [definitions]);
      expect(contains(schema, normal, { budget }).verdict).not.toBe("not-contained");
      expect(contains(normal, schema, { budget }).verdict).not.toBe("not-contained");
    }),
  );
});

it("a reference, an allOf of one and another order of keywords are not changes", () => {
  check(
    150,
    fc.property(schemas, (schema) => {
      expect(diff(schema, schema, { budget })).toEqual([]);
      expect(diff(schema, { $ref: "#/$defs/it", $defs: { it: schema } }, { budget })).toEqual([]);
      expect(diff(schema, { allOf: [schema] }, { budget })).toEqual([]);
      if (typeof schema !== "object" || schema === null) return;
      expect(diff(schema, Object.fromEntries(Object.entries(schema).toReversed()), { budget })).toEqual([]);
    }),
  );
});
