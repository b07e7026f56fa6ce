import { randomUUID } from "node:crypto";
import type { LogOrigin } from "@metric-events/reader";

/** Digits of the largest number that a double holds. */
export const placeDigits = 16;

/** With as many lines in a file, 2^15 files still have exact numbers. */
const linesPerFile = 2 ** 38;

/** A file that lines come from. */
interface PlacedFile {
  readonly name: string;
  /** The host that its name says. */
  readonly host: string | undefined;
}

/** Where lines come from: each has a number for its file and its line in a member of its own. */
export interface PlacedLines {
  /** The name of that member. Nobody can guess it, since a line that has it already would have it twice. */
  readonly key: string;
  /** By number. */
  readonly files: readonly PlacedFile[];
}

export function newPlaceKey(): string {
  return `place ${randomUUID()}`;
}

/** What a line begins with, before its number is known. */
export function placePrefix(key: string): string {
  return `{${JSON.stringify(key)}:${" ".repeat(placeDigits)}`;
}

/** Lines whose numbers are still blank, and where. */
export interface UnplacedLines {
  readonly bytes: Uint8Array;
  /** The offset after the blanks, and the number of the line in its batch, for each. */
  readonly ends: Uint32Array;
  readonly lines: Uint32Array;
}

/** Writes the numbers of lines, which are known once all batches before them are. */
export function writePlaces({ bytes, ends, lines }: UnplacedLines, file: number, linesBefore: number): void {
  for (let index = 0; index < ends.length; index++) {
    let at = ends[index] as number;
    let left = file * linesPerFile + linesBefore + (lines[index] as number);
    do {
      const rest = Math.floor(left / 10);
      bytes[--at] = 0x30 + (left - rest * 10);
      left = rest;
    } while (left > 0);
  }
}

/** The number of the file, and that of the line, as SQL of the number that a line has. */
export function placeSql(place: string): { readonly file: string; readonly line: string } {
  return { file: `${place} // ${linesPerFile}`, line: `${place} % ${linesPerFile}` };
}

/** Gives numbers to files. */
export class PlaceNumbers {
  readonly files: PlacedFile[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string, { host }: LogOrigin): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.files.push({ name, host }) - 1;
    this.#numbers.set(name, number);
    return number;
  }
}
