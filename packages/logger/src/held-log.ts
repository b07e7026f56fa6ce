import type { FileSystem } from "./file-system.js";
import { type OpenLog, openLog } from "./open-log.js";
import { Tail } from "./tail.js";

/**
 * Age in milliseconds at which it is no longer believed that the path still names the held file.
 *
 * A rotation with `compress` but without `delaycompress` loses what is appended to the renamed file after gzip has read
 * its end. Starting gzip on a small log takes about 0.9 ms, hence less than that. (At 10 ms, a loop of rotations lost
 * 3 % of all events.) It costs one stat(2) in 250 µs, below 1 % of a writer that does nothing else.
 */
const maxCheckAgeMs = 0.25;

/** A check that itself took too long, mostly because the process was preempted, is repeated so many times at most. */
const maxCheckCount = 3;

/**
 * The file that a path names, held open, and what is known of its end. Another one as soon as the path names another.
 */
export class HeldLog {
  readonly path: string;
  readonly tail: Tail;
  readonly #fs: FileSystem;
  readonly #mode: number;
  readonly #onOpen: (log: OpenLog) => void;

  #log: OpenLog | undefined;
  #checkedAtMs = 0;

  /** `onOpen` is called before a newly opened file is used, and may refuse it by throwing. */
  constructor(fs: FileSystem, path: string, mode: number, onOpen: (log: OpenLog) => void) {
    this.path = path;
    this.tail = new Tail(fs);
    this.#fs = fs;
    this.#mode = mode;
    this.#onOpen = onOpen;
  }

  /**
   * The open file, checked a moment ago to be what the path names.
   *
   * @throws what {@link openLog} and `onOpen` throw.
   */
  current(): OpenLog {
    let log = this.#log ?? this.#open();
    for (let count = 0; count < maxCheckCount && !this.isCheckFresh(); count++) log = this.#checked(log);
    return log;
  }

  isCheckFresh(): boolean {
    return this.#fs.monotonicMs() - this.#checkedAtMs < maxCheckAgeMs;
  }

  /** Closes the descriptor; what the path names then is opened when it is needed. */
  drop(): void {
    const log = this.#log;
    this.#log = undefined;
    if (log !== undefined) this.#close(log);
  }

  #checked(log: OpenLog): OpenLog {
    this.#checkedAtMs = this.#fs.monotonicMs();
    const stats = this.#statPath();
    if (stats === undefined || stats.ino !== log.ino || stats.dev !== log.dev) {
      this.drop();
      return this.#open();
    }
    this.tail.look(log, Number(stats.size));
    return log;
  }

  /** `undefined` also when the path cannot be followed: opening it will say why. */
  #statPath(): ReturnType<FileSystem["stat"]> {
    try {
      return this.#fs.stat(this.path);
    } catch {
      return undefined;
    }
  }

  #open(): OpenLog {
    this.#checkedAtMs = this.#fs.monotonicMs();
    const log = openLog(this.#fs, this.path, this.#mode);
    try {
      this.#onOpen(log);
    } catch (error) {
      this.#close(log);
      throw error;
    }
    this.tail.look(log, log.size);
    this.#log = log;
    return log;
  }

  #close(log: OpenLog): void {
    try {
      this.#fs.close(log.fd);
    } catch {
      // Every accepted line is in the kernel already, and close(2) frees the descriptor even when it fails.
    }
  }
}
