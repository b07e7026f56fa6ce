import type { FileHandle } from "node:fs/promises";

/** Where the events of a log come from, as far as its name says. An event that names its host itself comes from that one. */
export interface LogOrigin {
  /** The machine, if it is known. */
  readonly host: string | undefined;
  /** The log and all that were rotated away from it: the same text for each of these. */
  readonly log: string;
  /** The same as people name it. */
  readonly logName: string;
}

/** A log to read. */
export interface LogFile {
  /** Its name in messages and results. */
  readonly name: string;
  /** Absolute path; `undefined` for a stream. */
  readonly path: string | undefined;
  /** Set when the file is already open. Reading it to the end closes it. */
  readonly handle?: FileHandle;
  /** The bytes, if they do not come from a file. They can be read once. */
  readonly stream?: AsyncIterable<Uint8Array | string>;
  /** Where its events come from. Default: from a host that is not known, and from the log that its path belongs to. */
  readonly origin?: LogOrigin;
  /** The part of the log to judge. Default: all of it. */
  readonly section?: LogSection;
}

/** Whole lines of a log, by the places of their bytes after decompression. */
export interface LogSection {
  /** Where the first of them begins. */
  readonly start: number;
  /** Where the last of them ends. */
  readonly end: number;
  /** The number of lines before them. */
  readonly linesBefore: number;
}

/** The name of a log that comes from standard input. */
export const stdinName = "<stdin>";

/** A log from standard input, or from any other stream. */
export function streamLog(stream: AsyncIterable<Uint8Array | string>, name: string = stdinName): LogFile {
  return { name, path: undefined, stream };
}
