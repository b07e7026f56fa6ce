import { missingOf, withoutRange, withRange } from "./byte-ranges.js";
import type { ByteRange, CollectedFile, OpenRange } from "./collected.js";

/** A message of a stream: whole lines of one file of a log. */
export interface CollectedMessage {
  readonly sequence: number;
  readonly host: string;
  readonly log: string;
  /** The number that the shipper gave the file, and the fingerprint of its first line. */
  readonly number: number;
  readonly fingerprint: string;
  /** Where the lines are in the file. */
  readonly start: number;
  readonly end: number;
  readonly linesBefore: number;
  readonly bytes: Uint8Array;
}

/** Lines that a lake does not have. */
export interface AcceptedLines {
  readonly message: CollectedMessage;
  readonly linesBefore: number;
  readonly bytes: Uint8Array;
}

export interface Acceptance {
  readonly lines: readonly AcceptedLines[];
  /** What the ledger says once the lake has them. */
  readonly files: readonly CollectedFile[];
  readonly taken: OpenRange["taken"];
}

/**
 * What a lake lacks of messages. Lines that were shipped again, after a stream was lost or set back, are known by their file and their place.
 *
 * @param replaced what was taken from parts of the same block, which are replaced.
 */
export function acceptMessages(
  messages: readonly CollectedMessage[],
  known: readonly CollectedFile[],
  epoch: number,
  replaced: OpenRange["taken"],
): Acceptance {
  const files = [...known];
  for (const { file, range } of replaced) {
    const each = files[file];
    if (each !== undefined) files[file] = { ...each, ranges: withoutRange(each.ranges, range) };
  }
  const lines: AcceptedLines[] = [];
  const taken: { readonly file: number; readonly range: ByteRange }[] = [];
  for (const message of messages) {
    const file = fileOf(message, files, epoch);
    const { ranges } = files[file] as CollectedFile;
    for (const range of missingOf(ranges, [message.start, message.end])) {
      lines.push(linesIn(message, range));
      taken.push({ file, range });
    }
    files[file] = { ...(files[file] as CollectedFile), ranges: withRange(ranges, [message.start, message.end]) };
  }
  return { lines, files, taken };
}

/** The index of the file of a message, which may be a new one. */
function fileOf({ host, log, fingerprint, number }: CollectedMessage, files: CollectedFile[], epoch: number): number {
  const isAlike = (file: CollectedFile): boolean =>
    file.host === host && file.log === log && file.fingerprint === fingerprint;
  const sameNumber = (each: readonly [number, number]): boolean => each[0] === epoch && each[1] === number;
  const known = files.findIndex((file) => isAlike(file) && file.numbers.some(sameNumber));
  if (known !== -1) return known;
  // A shipper that begins anew gives a file another number: the oldest that begins alike and has none yet is taken for it.
  const isFree = (file: CollectedFile): boolean => file.numbers.every(([of]) => of !== epoch);
  const same = files.findIndex((file) => isAlike(file) && isFree(file) && file.numbers.some(([, of]) => of === number));
  const found = same === -1 ? files.findIndex((file) => isAlike(file) && isFree(file)) : same;
  if (found === -1) return files.push({ host, log, fingerprint, numbers: [[epoch, number]], ranges: [] }) - 1;
  const file = files[found] as CollectedFile;
  files[found] = { ...file, numbers: [...file.numbers, [epoch, number]] };
  return found;
}

const newline = 0x0a;

/** The lines of a part of a message. Places are ends of lines, whoever shipped them. */
function linesIn(message: CollectedMessage, [start, end]: ByteRange): AcceptedLines {
  const { bytes, linesBefore } = message;
  // Of a line that was cut, all or nothing.
  const isWhole = bytes.length !== message.end - message.start;
  if (isWhole || (start === message.start && end === message.end)) return { message, linesBefore, bytes };
  const skipped = bytes.subarray(0, start - message.start);
  const before = linesBefore + skipped.reduce((count, byte) => count + (byte === newline ? 1 : 0), 0);
  return { message, linesBefore: before, bytes: bytes.subarray(start - message.start, end - message.start) };
}
