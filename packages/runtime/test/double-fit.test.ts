import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalNumber, compareNumbers, doubleFit } from "../src/index.js";
import { isPlainlySame } from "../src/plainly-same.js";

const seed = Number(process.env["SEED"] ?? 20_261_128);

/** Exactly: a double is a fraction whose denominator is a power of two. */
function exactValue(value: number): { numerator: bigint; denominator: bigint } {
  let denominator = 1n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}

function valueOf(token: string): { numerator: bigint; denominator: bigint } {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(token) ?? [];
  const power = Number(exponent) - fraction.length;
  const digits = BigInt(sign + whole + fraction);
  return power >= 0
    ? { numerator: digits * 10n ** BigInt(power), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-power) };
}

function isEqual(
  one: { numerator: bigint; denominator: bigint },
  other: { numerator: bigint; denominator: bigint },
): boolean {
  return one.numerator * other.denominator === other.numerator * one.denominator;
}

const digits = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength }).map((each) => each.join(""));
const whole = digits(1, 25).map((text) => text.replace(/^0+(?=\d)/, ""));
const tokens = fc
  .record({
    sign: fc.constantFrom("", "-"),
    whole,
    fraction: fc.option(digits(1, 22), { nil: undefined }),
    exponent: fc.option(fc.integer({ min: -340, max: 330 }), { nil: undefined, freq: 3 }),
  })
  .map(
    ({ sign, whole: before, fraction, exponent }) =>
      `${sign}${before}${fraction === undefined ? "" : `.${fraction}`}${exponent === undefined ? "" : `e${exponent}`}`,
  );
const written = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String);
const near = fc
  .tuple(fc.integer({ min: 40, max: 70 }), fc.integer({ min: -3, max: 3 }))
  .map(([power, distance]) => String(2n ** BigInt(power) + BigInt(distance)));
const any = fc.oneof(tokens, written, near);

describe("what a double makes of a number", () => {
  it.each([
    [
      "same",
      [
        "0",
        "-0",
        "1",
        "1.0",
        "1e0",
        "0.1",
        "1e22",
        "9007199254740991",
        "9007199254740994",
        "5e-324",
        "1719900000.1234567",
      ],
    ],
    ["held", ["1152921504606846976", "0.10000000000000001", "4.9e-324", "18446744073709551616"]],
    [
      "rounded",
      [
        "9007199254740993",
        "-9007199254740993",
        "9007199254740993.0",
        "9.007199254740993e15",
        "9223372036854775807",
        "0.1234567890123456789",
        "1e400",
        "-1e400",
        "1e-400",
        `1${"0".repeat(400)}`,
        `0.${"1".repeat(400)}`,
        `1e-${"9".repeat(1000)}`,
      ],
    ],
  ] as const)("is %s", (fit, texts) => {
    expect(texts.map((text) => [text, doubleFit(text)])).toEqual(texts.map((text) => [text, fit]));
  });

  it(`is the same exactly if JavaScript writes the value of the token (seed ${seed})`, () => {
    const seen = { same: 0, held: 0, rounded: 0 };
    fc.assert(
      fc.property(any, (token) => {
        const value = Number(token);
        const fit = doubleFit(token);
        seen[fit]++;
        const isWritten = Number.isFinite(value) && isEqual(valueOf(token), valueOf(String(value)));
        expect({ token, isSame: fit === "same" }).toEqual({ token, isSame: isWritten });
        // A double that is exactly the token holds it.
        if (Number.isFinite(value) && isEqual(valueOf(token), exactValue(value))) expect(fit).not.toBe("rounded");
        // What is held is what 17 digits of the double, or all of them, say.
        if (fit === "rounded" && Number.isFinite(value)) {
          const length = token
            .replace(/e.*/i, "")
            .replace(/^-?[0.]*/, "")
            .replace(".", "")
            .replace(/0+$/, "").length;
          if (length > 0 && length <= 100)
            expect(isEqual(valueOf(value.toPrecision(length)), valueOf(token))).toBe(false);
        }
      }),
      { seed, numRuns: 20_000 },
    );
    expect(Math.min(seen.same, seen.held, seen.rounded)).toBeGreaterThan(100);
  });

  it(`has one canonical spelling, of the same value (seed ${seed})`, () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 5 }), (token, shift) => {
        const canonical = canonicalNumber(token);
        expect(isEqual(valueOf(canonical), valueOf(token))).toBe(true);
        expect(canonicalNumber(canonical)).toBe(canonical);
        const [mantissa = "", exponent = "0"] = token.split("e");
        const shifted = `${mantissa}${mantissa.includes(".") ? "" : "."}${"0".repeat(shift + 1)}E${exponent}`;
        expect(canonicalNumber(shifted)).toBe(canonical);
      }),
      { seed, numRuns: 20_000 },
    );
  });

  it(`is decided without writing the number for most, and never differently (seed ${seed})`, () => {
    let [decided, same] = [0, 0];
    const decimals = fc
      .record({ text: digits(1, 17), places: fc.integer({ min: 0, max: 16 }), sign: fc.constantFrom("", "-") })
      .map(({ text, places, sign }) => {
        const all = text.padStart(places + 1, "0").replace(/^0+(?=\d)/, "");
        const padded = all.padStart(places + 1, "0");
        return `${sign}${padded.slice(0, padded.length - places)}${places === 0 ? "" : `.${padded.slice(-places)}`}`;
      });
    const stamps = fc.double({ min: 1.6e9, max: 1.9e9, noNaN: true }).map(String);
    fc.assert(
      fc.property(fc.oneof(decimals, stamps, any), (token) => {
        const bytes = Buffer.from(`x${token},`);
        const isSame = doubleFit(token) === "same";
        if (isSame) same++;
        if (!isPlainlySame(bytes, 1, bytes.length - 1, Number(token))) return;
        decided++;
        expect({ token, isSame }).toEqual({ token, isSame: true });
      }),
      { seed, numRuns: 60_000 },
    );
    expect(decided).toBeGreaterThan(same / 2);
  });
});

describe("compareNumbers", () => {
  it.each([
    ["1", "1.0", 0],
    ["0", "-0.0", 0],
    ["9007199254740993", "9007199254740992", 1],
    ["-9007199254740993", "-9007199254740992", -1],
    ["1e400", "2e400", -1],
    ["1e-400", "0", 1],
    ["-1e-400", "0", -1],
    ["12", "9", 1],
    ["0.12", "0.9", -1],
    ["-5", "3", -1],
  ])("%s and %s", (one, other, expected) => expect(Math.sign(compareNumbers(one, other))).toBe(expected));

  it(`orders doubles as JavaScript does (seed ${seed})`, () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, finite, (one, other) => {
        expect(Math.sign(compareNumbers(String(one), String(other)))).toBe(one < other ? -1 : one > other ? 1 : 0);
      }),
      { seed },
    );
  });
});
