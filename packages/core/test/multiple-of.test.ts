import { isMultipleOf } from "@metric-events/runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JudgedHappened } from "./golden/index.js";

const seed = Number(process.env["SEED"] ?? 20_261_128);

/** The definition, without the ways that make it fast: both as integers, multiplied by the same power of ten. */
function isExactMultipleOf(value: number, divisor: number): boolean {
  const places = 400;
  return unitsOf(value, places) % unitsOf(divisor, places) === 0n;
}

/** A number in units of 10^-places, by its shortest decimal form. */
function unitsOf(value: number, places: number): bigint {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return BigInt(whole + fraction) * 10n ** BigInt(Number(exponent) - fraction.length + places);
}

function accepted(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

describe("a multiple", () => {
  const cases: readonly [value: number, divisor: number, isMultiple: boolean][] = [
    [1_719_900_000.123, 0.001, true],
    [1_719_900_000.1234, 0.001, false],
    [4.35, 0.01, true],
    [4.355, 0.01, false],
    [86_400, 86_400, true],
    [86_400.000_05, 86_400, false],
    [0, 0.001, true],
    [-0.3, 0.1, true],
    [1e308, 0.123_456_789, false],
    [1e308, 5e-324, true],
    [5e-324, 1e-308, false],
    [9_007_199_254_740_991, 3, false],
    [2 ** 53, 3, false],
    [0.1 + 0.2, 0.1, false],
    [1e21, 1e21, true],
    [1.5e21, 1e21, false],
  ];
  for (const [value, divisor, isMultiple] of cases) {
    it(`${value} ${isMultiple ? "is" : "is not"} one of ${divisor}, by the shortest decimal form`, () => {
      expect(isMultipleOf(value, divisor)).toBe(isMultiple);
      expect(isExactMultipleOf(value, divisor)).toBe(isMultiple);
    });
  }

  it(`is decided as by integers of any size (seed ${seed})`, () => {
    const decimal = fc
      .tuple(fc.integer(), fc.integer({ min: -20, max: 20 }))
      .map(([units, exponent]) => Number(`${units}e${exponent}`));
    const value = fc.oneof(decimal, fc.double({ noNaN: true, noDefaultInfinity: true }));
    const divisor = fc.oneof(
      fc.constantFrom(1, 2, 60, 86_400, 0.5, 0.25, 0.1, 0.01, 0.001, 1e-9, 1e21),
      value.map(Math.abs).filter((number) => number > 0),
    );
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(divisor, value, fc.integer(), (unit, any, factor) => {
        for (const number of [any, unit * factor, Number((unit * factor).toPrecision(15))]) {
          if (!Number.isFinite(number)) continue;
          const isMultiple = isMultipleOf(number, unit);
          seen[`${isMultiple}`]++;
          expect({ number, unit, isMultiple }).toEqual({ number, unit, isMultiple: isExactMultipleOf(number, unit) });
        }
      }),
      { seed, numRuns: 5000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(1000);
  });

  it("is what constructor, encoder, serializer and guards take", () => {
    const bytes = Buffer.alloc(1000);
    const place = { lat: 1, lon: 1 };
    for (const [price, isValid] of [
      [4.35, true],
      [1_719_900_000.13, true],
      [4.355, false],
      [0.010_000_000_000_1, false],
    ] as const) {
      const event = { timestamp: 1, event: "judged_happened", host: "h", code: "a", price, place } as const;
      expect(JudgedHappened.isWritable(event)).toBe(isValid);
      expect(JudgedHappened.isReadable(event)).toBe(isValid);
      expect(accepted(() => JudgedHappened(event as never))).toBe(isValid);
      expect(accepted(() => JudgedHappened.serialize(event as never))).toBe(isValid);
      expect(accepted(() => JudgedHappened.encode(event as never, bytes, 0))).toBe(isValid);
    }
  });
});
