import type { FileSystem } from "./file-system.js";
import type { OpenLog } from "./open-log.js";
import { hasTornTail, lineFeed } from "./torn-tail.js";

/** Keeps track of whether a log that others write to as well ends in a torn line, which the next line has to end first. */
export class Tail {
  readonly #fs: FileSystem;
  #isTorn = false;
  /** The file that was looked at last. It may be closed by now. */
  #log: OpenLog | undefined;
  /** Its size if nobody else has written to it. */
  #expectedSize = 0;

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  get isTorn(): boolean {
    return this.#isTorn;
  }

  /** Looks at the end of a file, unless it must still be as this process left it. */
  look(log: OpenLog, size: number): void {
    if (!this.#isKnown(log, size)) {
      // A file that cannot be read may end in a torn line: an empty line is better than a lost one.
      this.#isTorn = log.canRead ? hasTornTail(this.#fs, log.fd, size) : size > 0 && !this.#isHeld(log);
    }
    this.#log = log;
    this.#expectedSize = size;
  }

  /** Notes that the bytes from `start` to `end` were written. */
  wrote(bytes: Uint8Array, start: number, end: number): void {
    // Nothing was written, so the tail is unchanged.
    if (end > start) this.#isTorn = bytes[end - 1] !== lineFeed;
    this.#expectedSize += end - start;
  }

  #isKnown(log: OpenLog, size: number): boolean {
    // A device has no end to look at, so only the writes of this process count.
    return !log.isRegular || (this.#isSameFile(log) && this.#expectedSize === size);
  }

  #isHeld(log: OpenLog): boolean {
    return this.#log === log;
  }

  #isSameFile(log: OpenLog): boolean {
    return this.#log?.ino === log.ino && this.#log.dev === log.dev;
  }
}
