// What generated encoders are made of. Each function writes at an offset and returns where it ended. Beyond the end of the bytes
// nothing is written, as typed arrays have it; the encoder looks at the offset at its end.

/** A text that is not plain ASCII, or too long for a loop: the caller takes another way. */
const notPlain = -1;

/** From this length on, leaving the text to the engine is faster than a loop. */
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

/** Writes a string as JSON, or returns -1: where something has to be escaped, or is not ASCII, or is very long. */
export function putString(bytes: Uint8Array, offset: number, text: string): number {
  const { length } = text;
  if (length > maxLoopLength) return notPlain;
  const start = offset + 1;
  bytes[offset] = 0x22;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || code > 0x7f) return notPlain;
    bytes[start + index] = code;
  }
  bytes[start + length] = 0x22;
  return start + length + 1;
}

/** Writes what is JSON already, or returns -1 like {@link putString}. */
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
 * Whole numbers, and those of up to three decimals such as times in milliseconds, are written without making a string. A
 * number that equals `thousandths / 1000`, which IEEE 754 rounds correctly, has that decimal fraction as its only form of up
 * to 15 digits; so that is the shortest one.
 */
export function putNumber(bytes: Uint8Array, offset: number, value: number): number {
  if (value >= 0 && value < 0x7fff_ffff) {
    const whole = value | 0;
    if (whole === value) return putWhole(bytes, offset, whole);
    const thousandths = Math.round(value * 1000);
    if (thousandths > 0 && thousandths / 1000 === value)
      return putThousandths(bytes, offset, whole, thousandths - whole * 1000);
  }
  return putText(bytes, offset, `${value}`);
}

function putThousandths(bytes: Uint8Array, offset: number, whole: number, rest: number): number {
  let end = putWhole(bytes, offset, whole);
  const tenths = (rest / 100) | 0;
  const hundredths = ((rest / 10) | 0) - tenths * 10;
  const thousandths = rest - tenths * 100 - hundredths * 10;
  bytes[end++] = 0x2e;
  bytes[end++] = 0x30 + tenths;
  if (hundredths + thousandths > 0) bytes[end++] = 0x30 + hundredths;
  if (thousandths > 0) bytes[end++] = 0x30 + thousandths;
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
