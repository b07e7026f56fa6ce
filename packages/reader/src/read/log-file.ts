import type { FileHandle } from "node:fs/promises";

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
}

/** The name of a log that comes from standard input. */
export const stdinName = "<stdin>";

/** A log from standard input, or from any other stream. */
export function streamLog(stream: AsyncIterable<Uint8Array | string>, name: string = stdinName): LogFile {
  return { name, path: undefined, stream };
}
