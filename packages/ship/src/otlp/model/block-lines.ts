import { isUtf8 } from "node:buffer";
import type { LogLine } from "@metric-events/reader";
import type { ShipBlock } from "../../source/ship-position.js";

/** A line of a block. */
export interface BlockLine {
  readonly line: LogLine;
  /** Where it begins in the uncompressed file, in bytes. */
  readonly offset: number;
  /** The bytes of the line that are there: of one that is too long to be shipped, the first. */
  readonly bytes: Uint8Array;
}

const newline = 0x0a;
const byteOrderMark = "\uFEFF";

/** The lines of a block, as the reader has those of a file. */
export function* blockLines({ bytes, start, end, linesBefore }: ShipBlock): Generator<BlockLine> {
  let number = linesBefore + 1;
  if (bytes.length < end - start) {
    const line = { kind: "too-long", number, isTerminated: true, byteLength: end - start } as const;
    yield { line, offset: start, bytes };
    return;
  }
  for (let from = 0; from < bytes.length; number++) {
    const found = bytes.indexOf(newline, from);
    const to = found === -1 ? bytes.length : found;
    const own = bytes.subarray(from, to);
    yield { line: lineOf(own, number, found !== -1), offset: start + from, bytes: own };
    from = to + 1;
  }
}

function lineOf(bytes: Uint8Array, number: number, isTerminated: boolean): LogLine {
  if (!isUtf8(bytes)) return { kind: "not-utf8", number, isTerminated, bytes };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  // Only a file can begin with one.
  const hasMark = number === 1 && text.startsWith(byteOrderMark);
  return { kind: "text", number, isTerminated, text: hasMark ? text.slice(1) : text, startColumn: hasMark ? 4 : 1 };
}
