import type { Tally } from "./counters.js";
import type { FileSystem } from "./file-system.js";
import { isTransient } from "./system-error.js";

/** Milliseconds of rest before each retry of one write; after the last, the error counts. About 50 in all. */
const retryPausesMs = [0, 0, 1, 1, 2, 4, 8, 16, 16];

/** Why a write ended early, and where: everything before `end` is in the file all the same. */
export interface WriteFailure {
  readonly end: number;
  readonly error: unknown;
}

/**
 * Appends the bytes from `start` to `end`: one write(2) when nothing is in the way, which no other process can interleave.
 *
 * A short write is continued, since that is what tells the reason of it: nearly always an error follows (write(2):
 * "the error will be reported by the next call"). The retries of one call are bounded, whatever mixture asks for them.
 */
export function writeAll(
  fs: FileSystem,
  fd: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  tally: Tally,
): WriteFailure | undefined {
  let written = start;
  let retryCount = 0;
  while (written < end) {
    try {
      const byteCount = fs.write(fd, bytes, written, end);
      if (byteCount <= 0) return { end: written, error: new Error("write(2) accepts no bytes") };
      written += byteCount;
    } catch (error) {
      const pauseMs = isTransient(error) ? retryPausesMs[retryCount++] : undefined;
      if (pauseMs === undefined) return { end: written, error };
      tally.retries++;
      if (pauseMs > 0) fs.sleep(pauseMs);
    }
  }
  return undefined;
}
