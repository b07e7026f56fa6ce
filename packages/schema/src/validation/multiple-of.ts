/**
 * Whether a number is a multiple of another, both taken as their shortest decimal form: 4.35 is a multiple of 0.01, though the doubles
 * are not, and 1719900000.123 is one of 0.001.
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  const [digits, exponent] = decimalOf(value);
  const [divisorDigits, divisorExponent] = decimalOf(divisor);
  const shared = Math.min(exponent, divisorExponent);
  const dividend = digits * 10n ** BigInt(exponent - shared);
  return dividend % (divisorDigits * 10n ** BigInt(divisorExponent - shared)) === 0n;
}

/** The module that compiled code says it loads {@link isMultipleOf} from. */
export const multipleOfModule = "metric-events/multiple-of";

/** The digits of a finite number, and the power of ten that they are multiplied by. */
function decimalOf(value: number): readonly [digits: bigint, exponent: number] {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return [BigInt(whole + fraction), Number(exponent) - fraction.length];
}
