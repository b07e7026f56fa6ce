import { isTransient } from "@metric-events/system";
import type { IssueTally } from "./counters.js";
import type { FileSystem } from "./file-system.js";

/** Milliseconds before each retry of one write, about 50 in all. After the last retry, the error counts. */
const retryPausesMs = [0, 0, 1, 1, 2, 4, 8, 16, 16];

/** Why and where a write ended early. Everything before `end` is in the file. */
export interface WriteFailure {
  readonly end: number;
  readonly error: unknown;
}

/**
 * Appends the bytes from `start` to `end`: normally with one write(2), which no other process can interleave.
 *
 * A short write is continued, which shows the reason for it: nearly always an error follows. The number of retries in one
 * call is bounded, whatever the reasons are.
 */
export function writeAll(
  fs: FileSystem,
  fd: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  tally: IssueTally,
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
