import type { FileSystem } from "./file-system.js";
import { isTransient } from "./system-error.js";

/** Milliseconds of rest before each retry of one line; after the last, the error counts. About 50 in all. */
const retryPausesMs = [0, 0, 1, 1, 2, 4, 8, 16, 16];

/** How far a write came. With an `error`, `byteCount` bytes are in the file all the same. */
export interface WriteOutcome {
  readonly byteCount: number;
  readonly error?: unknown;
}

/**
 * Appends all bytes: one write(2) when nothing is in the way, which no other process can interleave.
 *
 * A short write is continued, since that is what tells the reason of it: nearly always an error follows (write(2):
 * "the error will be reported by the next call"). The retries of one line are bounded, whatever mixture asks for them.
 */
export function writeAll(fs: FileSystem, fd: number, bytes: Uint8Array): WriteOutcome {
  let byteCount = 0;
  let retryCount = 0;
  while (byteCount < bytes.length) {
    const step = writeOnce(fs, fd, bytes, byteCount);
    byteCount += step.byteCount;
    if (step.error === undefined) continue;
    const pauseMs = isTransient(step.error) ? retryPausesMs[retryCount++] : undefined;
    if (pauseMs === undefined) return { byteCount, error: step.error };
    if (pauseMs > 0) fs.sleep(pauseMs);
  }
  return { byteCount };
}

function writeOnce(fs: FileSystem, fd: number, bytes: Uint8Array, offset: number): WriteOutcome {
  try {
    const byteCount = fs.write(fd, bytes, offset);
    return byteCount > 0 ? { byteCount } : { byteCount: 0, error: new Error("write(2) accepts no bytes") };
  } catch (error) {
    return { byteCount: 0, error };
  }
}
