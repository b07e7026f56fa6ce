import { type Catalogue, Scan } from "@metric-events/runtime";
import { copyWithoutBlanks, hasBlanks } from "./without-blanks.js";

const newline = 0x0a;
const quote = 0x22;
const brace = 0x7b;
/** What stands in front of the name of an event that the logger wrote. */
const marker = Buffer.from('"event":"');

/** Judges lines without parsing them, where they have the form in which the logger writes them; blanks behind colons and commas do no harm. */
export class EventScanner {
  /** What was found in the line that was scanned last. */
  readonly found: Scan;
  /** The place of its event among the definitions of the catalogue. */
  definition = 0;
  #scratch = new Uint8Array(0);
  readonly #byName = new Map<number, Candidate>();

  /** @param only events whose lines are judged; those of others are passed over. Without it, all are judged. */
  constructor({ definitions }: Catalogue, only?: readonly string[]) {
    this.found = new Scan(Math.max(0, ...definitions.map(({ scanner }) => scanner?.fields.length ?? 0)));
    definitions.forEach(({ eventName, scanner }, definition) => {
      const name = Buffer.from(`${eventName}"`);
      const hash = hashAt(name, 0);
      const scan = only?.includes(eventName) === false ? passingOver(name) : scanner?.scan;
      // Of names with the same hash, which are very rare, only the first is scanned.
      if (scan !== undefined && !this.#byName.has(hash)) this.#byName.set(hash, { definition, scan });
    });
  }

  /** Takes bytes that are UTF-8, of which the last is a newline. Returns those that are scanned: they may lack blanks. */
  reset(bytes: Uint8Array): Uint8Array {
    const scanned = hasBlanks(bytes) ? this.#withoutBlanks(bytes) : bytes;
    this.found.reset(scanned);
    return scanned;
  }

  /**
   * Returns the index of the newline of the line that begins at an offset; -1 when it has another form, or is no valid event. Of a
   * line that is passed over it is not known whether it is one.
   */
  scan(offset: number): number {
    const { found } = this;
    const { bytes } = found;
    // Where the name stands is a guess, which the scanner of the event confirms.
    const name = nameIn(bytes, offset);
    const candidate = this.#byName.get(hashAt(bytes, name));
    if (candidate === undefined) return -1;
    const end = candidate.scan(found, offset, name);
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

interface Candidate {
  /** Its place among those of the catalogue. */
  readonly definition: number;
  /** Returns where the event ends that begins at an offset, with its name at another, or -1. */
  readonly scan: (found: Scan, offset: number, name: number) => number;
}

/**
 * Finds the end of a line that can be no valid event but that of a name, whatever else is in it: the name stands in the outermost
 * object, where a second one would be a mistake.
 */
function passingOver(name: Uint8Array): Candidate["scan"] {
  return ({ bytes }, offset, nameAt) => {
    for (let index = 0; index < name.length; index++) if (bytes[nameAt + index] !== name[index]) return -1;
    for (let at = offset + 1; at < nameAt; at++) if (bytes[at] === brace) return -1;
    let at = nameAt;
    while (bytes[at] !== newline) at++;
    return at;
  };
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
