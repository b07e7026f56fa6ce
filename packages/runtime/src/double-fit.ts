/**
 * What a double makes of a number in JSON.
 *
 * - `same`: JavaScript writes the double with the same value: `1.0` as 1, `0.1` as 0.1.
 * - `held`: the double is that number as far as its digits go, but JavaScript writes it with other digits: 1152921504606846976, which is
 *   2^60, as 1152921504606847000, and 0.10000000000000001, which other languages write, as 0.1.
 * - `rounded`: no double holds it, as 9007199254740993 and 1e400.
 */
export type DoubleFit = "same" | "held" | "rounded";

/** JavaScript writes at most this many digits of a number. */
const maxPrecision = 100;

/** @param token a number in the form of JSON. */
export function doubleFit(token: string): DoubleFit {
  const value = Number(token);
  const written = String(value);
  if (written === token) return "same";
  if (!Number.isFinite(value)) return "rounded";
  // JavaScript writes all digits of these.
  if (wholeNumber.test(token)) return value.toPrecision(token.replace("-", "").length) === token ? "held" : "rounded";
  const decimal = decimalOf(token);
  if (isEqual(decimal, decimalOf(written))) return "same";
  const { length } = decimal.digits;
  return length <= maxPrecision && isEqual(decimal, decimalOf(value.toPrecision(length))) ? "held" : "rounded";
}

/** At most 20 digits, without zeros at the end. */
const wholeNumber = /^-?[1-9]\d{0,18}[1-9]$/;

/** Longer whole numbers are written with an exponent: 40 digits hold every integer of SQL. */
const maxWholeDigits = 40;
const minExponent = -7;

/**
 * The one spelling of a number: all tokens of one value have the same, and it is how JavaScript writes the number if a double has that
 * value.
 *
 * @param token a number in the form of JSON.
 */
export function canonicalNumber(token: string): string {
  if (doubleFit(token) === "same") return String(Number(token));
  const { sign, digits, exponent, isShortened } = decimalOf(token);
  if (isShortened) return token;
  const point = BigInt(digits.length) + exponent;
  if (exponent >= 0n && point <= maxWholeDigits) return `${sign}${digits.padEnd(Number(point), "0")}`;
  if (exponent < 0n && point > 0n) return `${sign}${digits.slice(0, Number(point))}.${digits.slice(Number(point))}`;
  if (exponent < 0n && point > minExponent) return `${sign}0.${"0".repeat(Number(-point))}${digits}`;
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
  return `${sign}${digits.slice(0, 1)}${fraction}e${point > 0n ? "+" : ""}${point - 1n}`;
}

/**
 * Which of two numbers is larger, without rounding either: negative when the first is smaller, 0 when they are equal.
 *
 * @param one a number in the form of JSON, like `other`.
 */
export function compareNumbers(one: string, other: string): number {
  const [left, right] = [decimalOf(one), decimalOf(other)];
  const [leftSign, rightSign] = [signOf(left), signOf(right)];
  return leftSign === rightSign ? leftSign * compareSizes(left, right) : leftSign - rightSign;
}

function signOf({ sign, digits }: Decimal): -1 | 0 | 1 {
  if (digits === "") return 0;
  return sign === "-" ? -1 : 1;
}

/** Digits without zeros at the beginning: the number whose first digit stands further to the left is larger. */
function compareSizes(left: Decimal, right: Decimal): number {
  const [leftPoint, rightPoint] = [left, right].map(({ digits, exponent }) => BigInt(digits.length) + exponent) as [
    bigint,
    bigint,
  ];
  if (leftPoint !== rightPoint) return leftPoint < rightPoint ? -1 : 1;
  if (left.digits === right.digits) return 0;
  return left.digits < right.digits ? -1 : 1;
}

/** A number is `digits` × 10^`exponent`. Digits begin and end with another one than 0; those of zero are empty. */
interface Decimal {
  readonly sign: "" | "-";
  readonly digits: string;
  readonly exponent: bigint;
  /** Whether the exponent has more digits than anyone needs, and only the first were read. */
  readonly isShortened: boolean;
}

const maxExponentDigits = 100;

function decimalOf(token: string): Decimal {
  const [mantissa = "", exponent = "0"] = token.split(/[eE]/);
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const all = whole + fraction;
  let [start, end] = [0, all.length];
  while (all[start] === "0") start++;
  while (end > start && all[end - 1] === "0") end--;
  if (start === end) return { sign: "", digits: "", exponent: 0n, isShortened: false };
  const { minus, power } = exponentOf(exponent);
  return {
    sign: mantissa.startsWith("-") ? "-" : "",
    digits: all.slice(start, end),
    exponent: BigInt(`${minus}${power.slice(0, maxExponentDigits)}`) + BigInt(all.length - end - fraction.length),
    isShortened: power.length > maxExponentDigits,
  };
}

/** Without a plus and zeros at the beginning. Regular expressions overflow at some millions of digits. */
function exponentOf(text: string): { readonly minus: "" | "-"; readonly power: string } {
  let start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
  while (text[start] === "0" && start < text.length - 1) start++;
  return { minus: text.startsWith("-") ? "-" : "", power: text.slice(start) };
}

function isEqual(one: Decimal, other: Decimal): boolean {
  return one.digits === other.digits && one.exponent === other.exponent && one.sign === other.sign;
}

/**
 * A number in a schema as people should read it: JavaScript rounds the digits of a whole number beyond 2^53, as in 9223372036854776000 for 2^63.
 */
export function limitText(limit: number): string {
  return Number.isInteger(limit) && Math.abs(limit) > Number.MAX_SAFE_INTEGER && Math.abs(limit) < 1e21
    ? String(BigInt(limit))
    : String(limit);
}
