/** One line of a log, not yet judged. */
export type LogLine = TextLine | NotUtf8Line | TooLongLine;

interface AnyLine {
  /** From 1, within its file. */
  readonly number: number;
  /** Whether its newline is there. Only the last line of a file can lack it. */
  readonly isTerminated: boolean;
}

export interface TextLine extends AnyLine {
  readonly kind: "text";
  /** Without the newline, and without the byte order mark that a file may begin with. */
  readonly text: string;
  /** Column of the first character, in bytes from 1: 4 after a byte order mark. */
  readonly startColumn: number;
}

export interface NotUtf8Line extends AnyLine {
  readonly kind: "not-utf8";
  readonly bytes: Uint8Array;
}

/** A line over the limit; its content was skipped. */
export interface TooLongLine extends AnyLine {
  readonly kind: "too-long";
  readonly byteLength: number;
}

export { maxLineBytes } from "@metric-events/runtime";

const maxBeginningLength = 500;

/** The beginning of a line, as far as it is text: what findings show of a bad line. */
export function beginningOf(line: LogLine): string {
  switch (line.kind) {
    case "text":
      return line.text.slice(0, maxBeginningLength);
    case "not-utf8":
      return Buffer.from(line.bytes.subarray(0, maxBeginningLength)).toString();
    case "too-long":
      return "";
    default:
      return line satisfies never;
  }
}
