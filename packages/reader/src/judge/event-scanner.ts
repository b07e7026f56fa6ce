import {
  type Catalogue,
  type Envelope,
  PatternStepsError,
  Scan,
  secondsOf,
  textIn,
  unitsPerSecond,
  withinPatternSteps,
} from "@metric-events/runtime";
import { copyWithoutBlanks, hasBlanks } from "./without-blanks.js";

const newline = 0x0a;
const quote = 0x22;
const brace = 0x7b;

/** Judges lines without parsing them, if they have the form in which the logger writes them. Blanks after colons and commas do no harm. */
export class EventScanner {
  /** The values in the line that was scanned last. */
  readonly found: Scan;
  /** The index of its event among the definitions of the catalogue. */
  definition = 0;
  readonly #envelope: Envelope;
  /** By definition: where the scanner leaves the time. */
  readonly #timeFields: (number | undefined)[] = [];
  #scratch = new Uint8Array(0);
  readonly #definitions: Catalogue["definitions"];
  readonly #byName = new Map<number, Candidate>();
  /** What precedes the name of an event in a line that the logger wrote. */
  readonly #marker: Uint8Array;

  /** @param only the events to judge; lines of others are skipped. Without it, all lines are judged. */
  constructor({ definitions, envelope }: Catalogue, only?: readonly string[]) {
    this.#marker = Buffer.from(`${JSON.stringify(envelope.nameField)}:"`);
    this.found = new Scan(0);
    this.#envelope = envelope;
    this.#definitions = definitions;
    definitions.forEach(({ eventName }, definition) => {
      const name = Buffer.from(JSON.stringify(eventName).slice(1));
      const hash = hashAt(name, 0);
      const scan = only?.includes(eventName) === false ? skipping(name) : undefined;
      // If two names have the same hash, which is very rare, only the first is scanned.
      if (!this.#byName.has(hash)) this.#byName.set(hash, { definition, scan });
    });
  }

  /** When the event happened, in Unix time. Only for a line that was not skipped. */
  get time(): number {
    const { found } = this;
    const field = (this.#timeFields[this.definition] ??= this.#timeField());
    const { timeKind } = this.#envelope;
    if (timeKind !== "date-time") return (found.numbers[field] as number) / unitsPerSecond[timeKind];
    const text = textIn(found.bytes, found.starts[field] as number, found.ends[field] as number);
    return secondsOf(text, "date-time") ?? Number.NaN;
  }

  #timeField(): number {
    const fields = this.#definitions[this.definition]?.scanner?.fields ?? [];
    return fields.findIndex(({ path: [name], path }) => path.length === 1 && name === this.#envelope.timeField);
  }

  /** Takes UTF-8 that ends with a newline. Returns the bytes that are scanned, which may lack blanks. */
  reset(bytes: Uint8Array): Uint8Array {
    const scanned = hasBlanks(bytes) ? this.#withoutBlanks(bytes) : bytes;
    this.found.reset(scanned);
    return scanned;
  }

  /**
   * Returns the index of the newline of the line that begins at an offset; -1 if it has another form or is not a valid event. A line
   * that is skipped may be invalid.
   */
  scan(offset: number): number {
    const { found } = this;
    const { bytes } = found;
    // The place of the name is a guess, which the scanner of the event confirms.
    const name = nameIn(bytes, offset, this.#marker);
    const candidate = this.#byName.get(hashAt(bytes, name));
    if (candidate === undefined) return -1;
    candidate.scan ??= this.#scanOf(candidate);
    const end = scanWithin(candidate.scan, found, offset, name);
    if (end < 0) return -1;
    this.definition = candidate.definition;
    if (bytes[end] === newline) return end;
    return bytes[end] === 0x0d && bytes[end + 1] === newline ? end + 1 : -1;
  }

  /** The scanner of an event, which may be compiled only now. */
  #scanOf({ definition }: Candidate): ScanLine {
    const scanner = this.#definitions[definition]?.scanner;
    if (scanner === undefined) return () => -1;
    this.found.makeRoom(scanner.fields.length);
    return scanner.scan;
  }

  #withoutBlanks(bytes: Uint8Array): Uint8Array {
    if (this.#scratch.length < bytes.length) this.#scratch = new Uint8Array(bytes.length);
    return this.#scratch.subarray(0, copyWithoutBlanks(bytes, this.#scratch));
  }
}

interface Candidate {
  /** Its index among the definitions of the catalogue. */
  readonly definition: number;
  /** `undefined` before the first line of the event. */
  scan: ScanLine | undefined;
}

/** Takes the offsets of an event and of its name. Returns the offset of its end, or -1. */
type ScanLine = (found: Scan, offset: number, name: number) => number;

/** A text that is too long for its pattern is left to the validator, which reports it. */
function scanWithin(scan: ScanLine, found: Scan, offset: number, name: number): number {
  try {
    return withinPatternSteps(scan, found, offset, name);
  } catch (error) {
    if (error instanceof PatternStepsError) return -1;
    throw error;
  }
}

/**
 * Finds the end of a line that cannot be a valid event of another name: the name is in the outermost object, where a second one
 * would be a mistake.
 */
function skipping(name: Uint8Array): ScanLine {
  return ({ bytes }, offset, nameAt) => {
    for (let index = 0; index < name.length; index++) if (bytes[nameAt + index] !== name[index]) return -1;
    for (let at = offset + 1; at < nameAt; at++) if (bytes[at] === brace) return -1;
    let at = nameAt;
    while (bytes[at] !== newline) at++;
    return at;
  };
}

/** Where the name of the event begins; the end of the line if there is none. */
function nameIn(bytes: Uint8Array, offset: number, marker: Uint8Array): number {
  // Not by destructuring, which iterates: this runs for each line.
  const first = marker[1];
  const second = marker[2];
  let at = offset;
  for (; bytes[at] !== newline; at++) {
    // The first letters are compared here, since a call for each quote would take longer.
    if (bytes[at] === quote && bytes[at + 1] === first && bytes[at + 2] === second && isMarker(bytes, at, marker)) {
      return at + marker.length;
    }
  }
  return at;
}

function isMarker(bytes: Uint8Array, offset: number, marker: Uint8Array): boolean {
  for (let index = 3; index < marker.length; index++) if (bytes[offset + index] !== marker[index]) return false;
  return true;
}

/** Hash of the text up to the next quote or the end of the line. */
function hashAt(bytes: Uint8Array, offset: number): number {
  let hash = 0;
  for (let at = offset; bytes[at] !== quote && bytes[at] !== newline; at++) {
    hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
  }
  return hash;
}
