import { isAscii, isUtf8 } from "node:buffer";
import { type LogLine, maxLineBytes } from "../line/line.js";
import type { Batch, LinesBatch } from "../read/batch.js";
import { joined, linesOf, textLine } from "../read/lines-of.js";
import type { EventScanner } from "./event-scanner.js";

const newline = 0x0a;

/**
 * Called for each line that was scanned: it is a valid event, or one that the scanner skips. In the log, the line is the bytes of
 * `original` from `from` up to its newline at `to`.
 */
type OnScanned = (
  scanner: EventScanner,
  start: number,
  end: number,
  lineNumber: number,
  original: Uint8Array,
  from: number,
  to: number,
) => void;

/** Scans the lines of a batch, and yields those that must be parsed. Returns the number of all lines. */
export function* scanBatch(batch: Batch, scanner: EventScanner, onScanned: OnScanned): Generator<LogLine, number> {
  const original = scannableBytes(batch);
  let number = 0;
  if (original === undefined) {
    for (const line of linesOf(batch)) {
      number = line.number;
      yield line;
    }
    return number;
  }
  const { isStart, isTerminated } = batch as LinesBatch;
  const text = textsIn(original);
  const bytes = scanner.reset(original);
  // A line begins at `start` in the scanned bytes, and at `from` in the original ones.
  let from = 0;
  for (let start = 0; start < bytes.length; ) {
    number++;
    let end = scanner.scan(start);
    const isScanned = end >= 0;
    if (!isScanned) end = bytes.indexOf(newline, start);
    const to = bytes === original ? end : original.indexOf(newline, from);
    if (isScanned) onScanned(scanner, start, end, number, original, from, to);
    else {
      yield textLine(text(from, to), number, isStart && number === 1, to < original.length - 1 || isTerminated);
    }
    from = to + 1;
    start = end + 1;
  }
  return number;
}

/** The bytes of a batch with a newline at its end; `undefined` where a line is not UTF-8 or is over the limit. */
function scannableBytes(batch: Batch): Uint8Array | undefined {
  if (batch.kind !== "lines") return undefined;
  const bytes = joined(batch.parts);
  if (bytes.length > maxLineBytes || !isUtf8(bytes)) return undefined;
  if (bytes.at(-1) !== newline) return withNewline(bytes);
  // Not a Buffer: scanners are faster when all bytes come in one type.
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Slices text out of bytes. ASCII is decoded once as a whole; to decode each line takes several times as long. */
function textsIn(bytes: Uint8Array): (start: number, end: number) => string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let ascii: string | undefined;
  return (start, end) => {
    ascii ??= isAscii(buffer) ? buffer.toString("latin1") : "";
    return ascii === "" ? buffer.toString("utf8", start, end) : ascii.slice(start, end);
  };
}

function withNewline(bytes: Uint8Array): Uint8Array {
  const terminated = new Uint8Array(bytes.length + 1);
  terminated.set(bytes);
  terminated[bytes.length] = newline;
  return terminated;
}
