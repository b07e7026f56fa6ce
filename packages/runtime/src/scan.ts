import { doubleFit } from "./double-fit.js";
import { isPlainlySame } from "./plainly-same.js";

// The parts of generated scanners. A scanner reads an event from bytes in the form that the logger writes: fields in schema order, no spaces.
// Each function takes the offset at which something begins, and returns the offset at which it ends, or -1 if the bytes are not what was
// expected: then JSON.parse and the validator decide.

/** Finds the fields of an event in the bytes of a line. */
export interface Scanner {
  /** A field has the same index here and in the {@link Scan}. */
  readonly fields: readonly ScannedField[];
  /**
   * Returns where the event ends that begins at an offset. Returns -1 for an event that is not valid under both contracts, for one with a
   * duplicate name or a number that JavaScript would write with another value or that has more than 53 bits, and for a valid one in another
   * form.
   */
  readonly scan: (scan: Scan, offset: number) => number;
}

export interface ScannedField {
  /** The names that lead to it. */
  readonly path: readonly string[];
  readonly type: "string" | "number" | "boolean" | "object";
}

/** The bytes to scan, and the fields that were found last. One object serves for many lines. */
export class Scan {
  /** They must be UTF-8 and have a newline at {@link end}, which stops every loop. */
  bytes: Uint8Array = new Uint8Array(1);
  /** Views of the same bytes. */
  view: DataView = new DataView(this.bytes.buffer);
  buffer: Buffer = Buffer.from(this.bytes.buffer);
  /** Nothing after it is read. */
  end = 0;
  /** Where the value of each field begins, without the quotes of a string; -1 when the field is absent. */
  starts: Int32Array;
  ends: Int32Array;
  /** The values of the fields that are numbers. */
  numbers: Float64Array;

  /** @param fields the highest number of fields of any event. */
  constructor(fields: number) {
    this.starts = new Int32Array(fields);
    this.ends = new Int32Array(fields);
    this.numbers = new Float64Array(fields);
  }

  /** Makes room for an event with more fields. What was found before is lost. */
  makeRoom(fields: number): void {
    if (fields <= this.starts.length) return;
    this.starts = new Int32Array(fields);
    this.ends = new Int32Array(fields);
    this.numbers = new Float64Array(fields);
  }

  /** Takes other bytes. The last must be a newline. */
  reset(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.length - 1;
  }
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The text of some bytes. */
export function textIn(bytes: Uint8Array, start: number, end: number): string {
  return utf8.decode(bytes.subarray(start, end));
}

/** Bytes that need no escape in a string: all but quotes, backslashes and control characters (RFC 8259, section 7). */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte >= 0x20 && byte !== 0x22 && byte !== 0x5c));

/** Reads a string, from after its first quote. Returns the offset after its last. */
export function scanString(scan: Scan, offset: number, field: number): number {
  const { bytes } = scan;
  let at = offset;
  while (isPlain[bytes[at] as number] === 1) at++;
  if (bytes[at] !== 0x22) return -1;
  scan.starts[field] = offset;
  scan.ends[field] = at;
  return at + 1;
}

/** The number of code points of a field, which `minLength` and `maxLength` count. */
export function scannedLength({ bytes, starts, ends }: Scan, field: number): number {
  let length = 0;
  const end = ends[field] as number;
  // A byte that continues a code point begins with the bits 10.
  for (let at = starts[field] as number; at < end; at++) if (((bytes[at] as number) & 0xc0) !== 0x80) length++;
  return length;
}

const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/**
 * Reads a number as JSON.parse does. A double holds an integer of up to 15 digits exactly, and a power of ten up to 10^22; IEEE 754 divides one
 * by the other without a second rounding (Clinger, "How to Read Floating Point Numbers Accurately").
 */
export function scanNumber(scan: Scan, offset: number, field: number): number {
  const { bytes } = scan;
  const isNegative = bytes[offset] === 0x2d;
  const first = isNegative ? offset + 1 : offset;
  let at = first;
  // Two integers of at most nine digits each are faster than one double.
  let high = 0;
  let digit = (bytes[at] as number) - 0x30;
  while (digit >= 0 && digit <= 9 && at - first < 9) {
    high = (high * 10 + digit) | 0;
    digit = (bytes[++at] as number) - 0x30;
  }
  let low = 0;
  const middle = at;
  while (digit >= 0 && digit <= 9 && at - first < 15) {
    low = (low * 10 + digit) | 0;
    digit = (bytes[++at] as number) - 0x30;
  }
  const wholeDigits = at - first;
  if (wholeDigits === 0 || (wholeDigits > 1 && bytes[first] === 0x30)) return -1;
  let value = middle === at ? high : high * (powersOfTen[at - middle] as number) + low;
  if (bytes[at] === 0x2e) {
    const point = at;
    let fraction = 0;
    digit = (bytes[++at] as number) - 0x30;
    while (digit >= 0 && digit <= 9 && at - point <= 9) {
      fraction = (fraction * 10 + digit) | 0;
      digit = (bytes[++at] as number) - 0x30;
    }
    const places = at - point - 1;
    if (places === 0) return -1;
    if (wholeDigits + places > 15) return scanAnyNumber(scan, offset, field);
    const power = powersOfTen[places] as number;
    value = (value * power + fraction) / power;
  }
  const next = bytes[at] as number;
  if ((next >= 0x30 && next <= 0x39) || next === 0x65 || next === 0x45) return scanAnyNumber(scan, offset, field);
  scan.numbers[field] = isNegative ? -value : value;
  scan.starts[field] = offset;
  scan.ends[field] = at;
  return at;
}

const numberForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** The characters that a number may have. */
const isNumeric = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number("+-.0123456789eE".includes(String.fromCharCode(byte))),
);

/** Reads a number with more digits, or with an exponent. */
function scanAnyNumber(scan: Scan, offset: number, field: number): number {
  let at = offset;
  while (isNumeric[scan.bytes[at] as number] === 1) at++;
  const text = scan.buffer.toString("latin1", offset, at);
  const value = Number(text);
  // What JavaScript would change, or SQL might, is left to the parser, which keeps the token.
  if (!numberForm.test(text) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return -1;
  if (!isPlainlySame(scan.bytes, offset, at, value) && doubleFit(text) !== "same") return -1;
  scan.numbers[field] = value;
  scan.starts[field] = offset;
  scan.ends[field] = at;
  return at;
}
