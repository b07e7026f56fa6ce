import type { FileSystem } from "./file-system.js";

/** The byte that ends a line. */
export const lineFeed = 0x0a;

/** Pauses between looks at an unfinished line, in milliseconds. When it has not changed after all of them, nobody is writing it. */
const quietPausesMs = [1, 2, 4, 8];

/** How often a moving end is looked at. */
const maxLookCount = 16;

/**
 * Whether the file ends within a line, so that the next append must begin with a line end.
 *
 * While another process is within a write(2) of several pages, its line looks torn although it is not, so an end that still
 * moves is looked at again. A wrong yes is harmless: it leaves an empty line, which readers skip. For the same reason, the
 * answer is yes when the byte cannot be read.
 */
export function hasTornTail(fs: FileSystem, fd: number, size: number): boolean {
  try {
    let end = size;
    let quietCount = 0;
    for (let lookCount = 0; lookCount < maxLookCount; lookCount++) {
      if (end === 0 || fs.readByte(fd, end - 1) === lineFeed) return false;
      const pauseMs = quietPausesMs[quietCount];
      if (pauseMs === undefined) return true;
      fs.sleep(pauseMs);
      const endNow = Number(fs.fstat(fd).size);
      quietCount = endNow === end ? quietCount + 1 : 0;
      end = endNow;
    }
    // The file keeps growing, so others have already ended the torn line.
    return false;
  } catch {
    return true;
  }
}
