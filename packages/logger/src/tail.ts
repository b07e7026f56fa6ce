import type { FileSystem } from "./file-system.js";
import type { OpenLog } from "./open-log.js";
import { hasTornTail, lineFeed } from "./torn-tail.js";

/** What is known of the end of a log that others write to as well: whether the next line must end a torn one first. */
export class Tail {
  readonly #fs: FileSystem;
  #isTorn = false;
  /** The file that was looked at last, perhaps closed since. */
  #log: OpenLog | undefined;
  /** Its size if nobody else has written to it since. */
  #expectedSize = 0;

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  get isTorn(): boolean {
    return this.#isTorn;
  }

  /** Looks at the end of a file, unless it must be as this process left it. */
  look(log: OpenLog, size: number): void {
    if (!this.#isKnown(log, size)) {
      // What cannot be read may be torn: an empty line is better than a lost one.
      this.#isTorn = log.canRead ? hasTornTail(this.#fs, log.fd, size) : size > 0 && !this.#isHeld(log);
    }
    this.#log = log;
    this.#expectedSize = size;
  }

  /** Takes note of the bytes from `start` to `end` having been written. */
  wrote(bytes: Uint8Array, start: number, end: number): void {
    // With no bytes written, the tail is what it was.
    if (end > start) this.#isTorn = bytes[end - 1] !== lineFeed;
    this.#expectedSize += end - start;
  }

  #isKnown(log: OpenLog, size: number): boolean {
    // A device has no end to look at: what this process left there counts.
    return !log.isRegular || (this.#isSameFile(log) && this.#expectedSize === size);
  }

  #isHeld(log: OpenLog): boolean {
    return this.#log === log;
  }

  #isSameFile(log: OpenLog): boolean {
    return this.#log?.ino === log.ino && this.#log.dev === log.dev;
  }
}
