import { type Catalogue, Scan, type Scanner } from "@metric-events/core/runtime";
import { copyWithoutBlanks, hasBlanks } from "./without-blanks.js";

const newline = 0x0a;
const quote = 0x22;
/** What stands in front of the name of an event that the logger wrote. */
const marker = Buffer.from('"event":"');

/** Judges lines without parsing them, where they have the form in which the logger writes them; blanks behind colons and commas do no harm. */
export class EventScanner {
  /** What was found in the line that was scanned last. */
  readonly found: Scan;
  /** The place of its event among the definitions of the catalogue. */
  definition = 0;
  #scratch = new Uint8Array(0);
  readonly #byName = new Map<number, { readonly definition: number; readonly scan: Scanner["scan"] }>();

  constructor({ definitions }: Catalogue) {
    this.found = new Scan(Math.max(0, ...definitions.map(({ scanner }) => scanner?.fields.length ?? 0)));
    definitions.forEach(({ eventName, scanner }, definition) => {
      const hash = hashAt(Buffer.from(`${eventName}"`), 0);
      // Of names with the same hash, which are very rare, only the first is scanned.
      if (scanner !== undefined && !this.#byName.has(hash)) this.#byName.set(hash, { definition, scan: scanner.scan });
    });
  }

  /** Takes bytes that are UTF-8, of which the last is a newline. Returns those that are scanned: they may lack blanks. */
  reset(bytes: Uint8Array): Uint8Array {
    const scanned = hasBlanks(bytes) ? this.#withoutBlanks(bytes) : bytes;
    this.found.reset(scanned);
    return scanned;
  }

  /** Returns the index of the newline of the line that begins at an offset; -1 when it has another form, or is no valid event. */
  scan(offset: number): number {
    const { found } = this;
    const { bytes } = found;
    // Where the name stands is a guess, which the scanner of the event confirms.
    const candidate = this.#byName.get(hashAt(bytes, nameIn(bytes, offset)));
    if (candidate === undefined) return -1;
    const end = candidate.scan(found, offset);
    if (end < 0) return -1;
    this.definition = candidate.definition;
    if (bytes[end] === newline) return end;
    return bytes[end] === 0x0d && bytes[end + 1] === newline ? end + 1 : -1;
  }

  #withoutBlanks(bytes: Uint8Array): Uint8Array {
    if (this.#scratch.length < bytes.length) this.#scratch = new Uint8Array(bytes.length);
    return this.#scratch.subarray(0, copyWithoutBlanks(bytes, this.#scratch));
  }
}

/** Where the name of the event begins; the end of the line when there is none. */
function nameIn(bytes: Uint8Array, offset: number): number {
  let at = offset;
  for (; bytes[at] !== newline; at++) {
    // The second one in front of what follows the first quote in every line.
    if (bytes[at] === quote && bytes[at + 1] === marker[1] && bytes[at + 2] === marker[2] && isMarker(bytes, at)) {
      return at + marker.length;
    }
  }
  return at;
}

function isMarker(bytes: Uint8Array, offset: number): boolean {
  for (let index = 3; index < marker.length; index++) if (bytes[offset + index] !== marker[index]) return false;
  return true;
}

/** Of the text up to the next quote, or to the end of the line. */
function hashAt(bytes: Uint8Array, offset: number): number {
  let hash = 0;
  for (let at = offset; bytes[at] !== quote && bytes[at] !== newline; at++) {
    hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
  }
  return hash;
}
