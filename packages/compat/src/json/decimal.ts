/**
 * Exact rational arithmetic for JSON numbers, which are decimal fractions. `0.1` in a schema means one tenth, not the
 * double next to it: a double means the shortest decimal that reads back as that double, which is how it is printed.
 */
export interface Decimal {
  readonly numerator: bigint;
  /** Positive, and without a common factor with the numerator. */
  readonly denominator: bigint;
}

export function decimal(numerator: bigint, denominator: bigint): Decimal {
  const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

export function fromNumber(value: number): Decimal {
  if (Number.isSafeInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) throw new RangeError(`not a JSON number: ${value}`);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const scale = Number(exponent) - fraction.length;
  const digits = BigInt(sign + whole + fraction);
  return scale >= 0 ? decimal(digits * 10n ** BigInt(scale), 1n) : decimal(digits, 10n ** BigInt(-scale));
}

/** The double that prints as this decimal, or undefined when no double does (17 digits do not reach every decimal). */
export function toNumber(value: Decimal): number | undefined {
  const result = Number(toText(value));
  if (!Number.isFinite(result)) return undefined;
  return compareDecimals(fromNumber(result), value) === 0 ? result : undefined;
}

function toText({ numerator, denominator }: Decimal): string {
  if (denominator === 1n) return String(numerator);
  let scale = 1n;
  let zeros = 0;
  while (scale % denominator !== 0n) {
    scale *= 10n;
    zeros++;
    if (zeros > 400) return "NaN";
  }
  return `${numerator * (scale / denominator)}e-${zeros}`;
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function multiply(a: Decimal, factor: bigint): Decimal {
  return decimal(a.numerator * factor, a.denominator);
}

export function add(a: Decimal, b: Decimal): Decimal {
  return decimal(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function divide(a: Decimal, b: Decimal): Decimal {
  const sign = b.numerator < 0n ? -1n : 1n;
  return decimal(sign * a.numerator * b.denominator, sign * a.denominator * b.numerator);
}

export function isMultiple(value: Decimal, of: Decimal): boolean {
  return divide(value, of).denominator === 1n;
}

/** The least positive number that is a multiple of both. */
export function leastCommonMultiple(a: Decimal, b: Decimal): Decimal {
  const numerator = (a.numerator * b.numerator) / gcd(a.numerator, b.numerator);
  return decimal(numerator, gcd(a.denominator, b.denominator));
}

export function floor({ numerator, denominator }: Decimal): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

export function ceil(value: Decimal): bigint {
  return -floor({ numerator: -value.numerator, denominator: value.denominator });
}
