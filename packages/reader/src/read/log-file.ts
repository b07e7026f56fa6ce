import type { FileHandle } from "node:fs/promises";

/** A log to read. */
export interface LogFile {
  /** What messages and results call it. */
  readonly name: string;
  /** Absolute path; `undefined` for a stream. */
  readonly path: string | undefined;
  /** Set when the file is open already; whoever reads it closes it. */
  readonly handle?: FileHandle;
  /** The bytes, when they come from no file. They can be read once. */
  readonly stream?: AsyncIterable<Uint8Array | string>;
}

/** How logs are named that come from standard input. */
export const stdinName = "<stdin>";

/** A log that is standard input, or any other stream. */
export function streamLog(stream: AsyncIterable<Uint8Array | string>, name: string = stdinName): LogFile {
  return { name, path: undefined, stream };
}
