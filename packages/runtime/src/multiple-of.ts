/** Different integers below this, divided by the same power of ten, are different doubles. */
const maxExact = 1e15;
const maxPlaces = 15;

/**
 * Whether a number is a multiple of another, both taken as their shortest decimal form: 4.35 is a multiple of 0.01, though the doubles
 * are not, and 1719900000.123 is one of 0.001.
 *
 * If a number equals `units / 10^n`, which IEEE 754 rounds correctly, and `units` has up to 15 digits, that is its shortest form. So most
 * numbers are compared as integers, and only those with more digits by their text.
 */
export function isMultipleOf(value: number | bigint, divisor: number): boolean {
  if (typeof value === "bigint") return isMultipleOfDigits([value, 0], digitsOf(divisor));
  for (let places = 0, scale = 1; places <= maxPlaces; places++, scale *= 10) {
    const divisorUnits = Math.round(divisor * scale);
    if (divisorUnits >= maxExact) break;
    if (divisorUnits / scale !== divisor) continue;
    const units = Math.round(value * scale);
    if (Math.abs(units) >= maxExact) break;
    // With more decimals than the divisor it is not a multiple.
    return units / scale === value && units % divisorUnits === 0;
  }
  return isMultipleOfDigits(digitsOf(value), digitsOf(divisor));
}

/** Digits, and the power of ten that they are multiplied by. */
type Digits = readonly [digits: bigint, exponent: number];

function isMultipleOfDigits([digits, exponent]: Digits, [divisorDigits, divisorExponent]: Digits): boolean {
  const shared = Math.min(exponent, divisorExponent);
  return (digits * power(exponent - shared)) % (divisorDigits * power(divisorExponent - shared)) === 0n;
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function digitsOf(value: number): Digits {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return [BigInt(whole + fraction), Number(exponent) - fraction.length];
}
