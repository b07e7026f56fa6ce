const [minus, point, zero, nine] = [0x2d, 0x2e, 0x30, 0x39] as const;
const maxDigits = 17;
const maxHighDigits = 8;
const powersOfTen = Array.from({ length: maxDigits + 1 }, (_, exponent) => 10 ** exponent);
/** Splits a double into two halves, whose products are exact (Dekker, "A floating-point technique for extending the available precision"). */
const splitter = 2 ** 27 + 1;
/** What follows is exact but for the last step, whose error is far smaller. */
const margin = 1e-3;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const [lowWord, highWord] = isLittleEndian ? [0, 1] : [1, 0];

/**
 * Whether JavaScript writes a number with the digits of its token, decided without writing it, which takes longer than all else that is done
 * with a number. False where this cannot tell: for numbers with an exponent, with more than 17 digits, or that end with 0.
 *
 * With n decimals, the token is M / 10^n and its double D / 10^n, with a whole M and D near to it. JavaScript writes the fewest digits that
 * read back as the double, and of these the nearest to it: those of M if M is the whole number next to D, and if each multiple of 10, which
 * would need fewer digits, is farther from D than half the distance of doubles.
 *
 * @param value the double that the number from `start` to `end` is read as.
 */
export function isPlainlySame(bytes: Uint8Array, start: number, end: number, value: number): boolean {
  let digits = 0;
  let places = 0;
  let high = 0;
  let low = 0;
  for (let at = bytes[start] === minus ? start + 1 : start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === point) places = end - at - 1;
    else if (byte < zero || byte > nine) return false;
    else if (digits++ < maxHighDigits) high = high * 10 + (byte - zero);
    else low = low * 10 + (byte - zero);
  }
  const last = (digits > maxHighDigits ? low : high) % 10;
  if (digits > maxDigits || last === 0) return false;
  const scale = powersOfTen[places] as number;
  const double = Math.abs(value);
  const product = double * scale;
  const above = high * (powersOfTen[Math.max(0, digits - maxHighDigits)] as number);
  // D - M: the differences are exact, since all of these are near to each other.
  const difference = product - above - low + productError(double, scale, product);
  const half = halfDistance(double) * scale * (1 + margin);
  return Math.abs(difference) < 0.5 - margin && last + difference > half && 10 - last - difference > half;
}

/** What is missing to an exact product. */
function productError(one: number, other: number, product: number): number {
  const oneHigh = one * splitter - (one * splitter - one);
  const oneLow = one - oneHigh;
  const otherHigh = other * splitter - (other * splitter - other);
  const otherLow = other - otherHigh;
  return oneHigh * otherHigh - product + oneHigh * otherLow + oneLow * otherHigh + oneLow * otherLow;
}

/** Half the distance from a double to the next larger one; infinite for the smallest doubles. */
function halfDistance(double: number): number {
  float[0] = double;
  const exponent = (words[highWord] as number) >>> 20;
  if (exponent <= 53) return Number.POSITIVE_INFINITY;
  words[highWord] = (exponent - 53) << 20;
  words[lowWord] = 0;
  return float[0] as number;
}
