import { isUtf8 } from "node:buffer";
import { type LogLine, maxLineBytes, type TextLine } from "../line/line.js";
import type { Batch } from "./batch.js";

const newline = 0x0a;
const byteOrderMark = 0xfeff;

/** The lines of a batch, numbered from `before + 1`. */
export function* linesOf(batch: Batch, before = 0, maxBytes: number = maxLineBytes): Generator<LogLine> {
  if (batch.kind === "too-long") {
    const { byteLength, isTerminated } = batch;
    yield { kind: "too-long", number: before + 1, byteLength, isTerminated };
    return;
  }
  const bytes = joined(batch.parts);
  if (bytes.length <= maxBytes && isUtf8(bytes)) yield* textLines(bytes.toString(), batch, before);
  else yield* mixedLines(bytes, batch, before, maxBytes);
}

type Ends = { readonly isStart: boolean; readonly isTerminated: boolean };

/** Decoding many lines at once and slicing the text is several times faster than decoding each. */
function* textLines(text: string, { isStart, isTerminated }: Ends, before: number): Generator<LogLine> {
  let number = before;
  let start = 0;
  while (start < text.length) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    yield textLine(text.slice(start, end), ++number, isStart && start === 0, found !== -1 || isTerminated);
    start = end + 1;
  }
}

function* mixedLines(bytes: Buffer, { isStart }: Ends, before: number, maxBytes: number): Generator<LogLine> {
  let number = before;
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(newline, start);
    const end = found === -1 ? bytes.length : found;
    const isTerminated = found !== -1;
    const line = bytes.subarray(start, end);
    number++;
    if (line.length > maxBytes) yield { kind: "too-long", number, byteLength: line.length, isTerminated };
    else if (isUtf8(line)) yield textLine(line.toString(), number, isStart && start === 0, isTerminated);
    else yield { kind: "not-utf8", number, bytes: Buffer.from(line), isTerminated };
    start = end + 1;
  }
}

/** @param isFirst whether it is the first line of a log. */
export function textLine(text: string, number: number, isFirst: boolean, isTerminated: boolean): TextLine {
  if (isFirst && text.charCodeAt(0) === byteOrderMark) {
    return { kind: "text", number, text: text.slice(1), startColumn: 4, isTerminated };
  }
  return { kind: "text", number, text, startColumn: 1, isTerminated };
}

/** One buffer for all parts; a single part is not copied. */
export function joined(parts: readonly Uint8Array[]): Buffer {
  const [first] = parts;
  if (first === undefined || parts.length > 1) return Buffer.concat(parts);
  return Buffer.from(first.buffer, first.byteOffset, first.byteLength);
}
