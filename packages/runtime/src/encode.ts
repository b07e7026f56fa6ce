// The parts of generated encoders. Each function writes at an offset and returns where it ended. Typed arrays ignore writes beyond their end,
// so an encoder checks the offset only once, at its end.

/** A text is too long for a loop, or not plain ASCII: the caller takes another path. */
const notPlain = -1;

/** Above this length, the engine's own functions are faster than a loop. */
const maxLoopLength = 512;

const utf8 = new TextEncoder();

/** The bytes of a text that is known when the code is generated. */
export function utf8Bytes(text: string): Uint8Array {
  return utf8.encode(text);
}

/** Writes bytes that are known when the code is generated. */
export function putBytes(bytes: Uint8Array, offset: number, constant: Uint8Array): number {
  const { length } = constant;
  for (let index = 0; index < length; index++) bytes[offset + index] = constant[index] as number;
  return offset + length;
}

/** Writes a JSON string without its quotes. Returns -1 if it is very long, not ASCII, or needs escapes. */
export function putString(bytes: Uint8Array, offset: number, text: string): number {
  const { length } = text;
  if (length > maxLoopLength) return notPlain;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code > 0x7f) return notPlain;
    bytes[offset + index] = code;
  }
  return offset + length;
}

/** Writes a text that is JSON. Returns -1 if it is very long or not ASCII. */
export function putText(bytes: Uint8Array, offset: number, text: string): number {
  const { length } = text;
  if (length > maxLoopLength) return notPlain;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return notPlain;
    bytes[offset + index] = code;
  }
  return offset + length;
}

/**
 * Writes a finite number as JSON.stringify does: its shortest decimal form (Number::toString of ECMA-262).
 *
 * Whole numbers, and those with few decimals such as times in milliseconds, are written without making a string. If a number equals
 * `units / unit`, which IEEE 754 rounds correctly, that decimal fraction is its only form of up to 15 digits, and therefore the
 * shortest.
 */
export function putNumber(bytes: Uint8Array, offset: number, value: number): number {
  if (value >= 0 && value < 0x7fff_ffff) {
    const whole = value | 0;
    if (whole === value) return putWhole(bytes, offset, whole);
    const thousandths = Math.round(value * 1e3);
    if (thousandths > 0 && thousandths / 1e3 === value)
      return putFraction(bytes, putWhole(bytes, offset, whole), thousandths - whole * 1e3, 100);
    if (value >= 1e-6 && value < 1e9) {
      const millionths = Math.round(value * 1e6);
      if (millionths / 1e6 === value)
        return putFraction(bytes, putWhole(bytes, offset, whole), millionths - whole * 1e6, 100_000);
    }
  }
  return putText(bytes, offset, `${value}`);
}

/** The point and the digits after it, up to the last that is not zero. The first digit counts `unit`. */
function putFraction(bytes: Uint8Array, offset: number, rest: number, unit: number): number {
  let end = offset;
  bytes[end++] = 0x2e;
  let left = rest;
  for (let place = unit; left > 0; place = (place / 10) | 0) {
    const digit = (left / place) | 0;
    bytes[end++] = 0x30 + digit;
    left -= digit * place;
  }
  return end;
}

/** Digits of a whole number below 2^31, from the last to the first. */
function putWhole(bytes: Uint8Array, offset: number, value: number): number {
  const end = offset + digitCount(value);
  let at = end;
  let left = value;
  do {
    const quotient = (left / 10) | 0;
    bytes[--at] = 0x30 + left - quotient * 10;
    left = quotient;
  } while (left > 0);
  return end;
}

function digitCount(value: number): number {
  if (value < 10) return 1;
  if (value < 100) return 2;
  if (value < 1000) return 3;
  let count = 4;
  for (let limit = 10_000; limit <= value && count < 10; limit *= 10) count++;
  return count;
}
