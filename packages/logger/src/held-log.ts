import { OpenStepError } from "./append-failure.js";
import type { IssueTally } from "./counters.js";
import type { FileSystem } from "./file-system.js";
import { type OpenLog, type OpenLogOptions, openLog } from "./open-log.js";
import type { Rotator } from "./rotator.js";
import { Tail } from "./tail.js";

export interface HeldLogOptions extends OpenLogOptions {
  readonly path: string;
  /** Whether the path is checked before each write, not only when the last check is old. */
  readonly isAlwaysChecked: boolean;
}

/**
 * How many milliseconds a check counts, in which the path named the held file.
 *
 * A rotation with `compress` but without `delaycompress` loses what is appended to the renamed file after gzip has read to
 * its end. gzip needs about 0.9 ms to start on a small log, so checks have to be more frequent. (Every 10 ms, a loop of
 * rotations lost 3 % of all events.) One stat(2) in 250 µs takes less than 1 % of the time of a writer that only writes.
 */
const maxCheckAgeMs = 0.25;

/** How often the log is opened or checked at most when that takes too long itself, mostly because the process was preempted. */
const maxCheckCount = 3;

/** Holds the file open that a path names, and opens another one as soon as the path names another one. */
export class HeldLog {
  readonly tail: Tail;
  readonly #fs: FileSystem;
  readonly #options: HeldLogOptions;
  readonly #tally: IssueTally;
  readonly #rotator: Rotator | undefined;
  readonly #onOpen: (log: OpenLog) => void;

  #log: OpenLog | undefined;
  #checkedAtMs = 0;
  /** The inode of the file that was held last, which distinguishes a rotation from an error. */
  #lastIno: bigint | undefined;
  readonly #pinned = new Map<OpenLog, number>();

  /** `onOpen` is called with a newly opened file before it is used, and may refuse it by throwing. */
  constructor(
    fs: FileSystem,
    options: HeldLogOptions,
    tally: IssueTally,
    rotator: Rotator | undefined,
    onOpen: (log: OpenLog) => void,
  ) {
    this.tail = new Tail(fs);
    this.#fs = fs;
    this.#options = options;
    this.#tally = tally;
    this.#rotator = rotator;
    this.#onOpen = onOpen;
  }

  /**
   * The open file. A recent check has shown that the path names it.
   *
   * @throws what {@link openLog} and `onOpen` throw.
   */
  current(): OpenLog {
    const held = this.#log;
    if (held !== undefined && !this.#options.isAlwaysChecked && this.isCheckFresh()) return held;
    let log = held === undefined ? this.#open() : this.#checked(held);
    // Opening a log may take long, too: a rotation may be over before the first event is written.
    for (let count = 1; count < maxCheckCount && !this.isCheckFresh(); count++) log = this.#checked(log);
    return log;
  }

  isCheckFresh(): boolean {
    return this.#fs.monotonicMs() - this.#checkedAtMs < maxCheckAgeMs;
  }

  /** Closes the descriptor. The next call of {@link current} opens whatever the path names then. */
  drop(): void {
    const log = this.#log;
    this.#log = undefined;
    if (log !== undefined && !this.#pinned.has(log)) this.#close(log);
  }

  /** Keeps the descriptor of a file open, even after {@link drop}, until the returned function is called. */
  pin(log: OpenLog): () => void {
    this.#pinned.set(log, (this.#pinned.get(log) ?? 0) + 1);
    return () => {
      const count = (this.#pinned.get(log) ?? 1) - 1;
      if (count > 0) {
        this.#pinned.set(log, count);
        return;
      }
      this.#pinned.delete(log);
      if (this.#log !== log) this.#close(log);
    };
  }

  #checked(log: OpenLog): OpenLog {
    this.#checkedAtMs = this.#fs.monotonicMs();
    const stats = this.#statPath();
    if (
      stats === undefined ||
      stats.ino !== log.ino ||
      stats.dev !== log.dev ||
      this.#rotator?.rotate(stats) === true
    ) {
      this.drop();
      return this.#open();
    }
    // The hook that was called for a failed rotation has dropped the file: another file may have its descriptor by now.
    if (this.#log !== log) return this.#log ?? this.#open();
    this.tail.look(log, Number(stats.size));
    return log;
  }

  /** `undefined` too when stat(2) fails: opening the path will say why. */
  #statPath(): ReturnType<FileSystem["stat"]> {
    try {
      return this.#fs.stat(this.#options.path);
    } catch {
      return undefined;
    }
  }

  #open(): OpenLog {
    // The existing log may be due for rotation, before anything is added to it.
    const stats = this.#rotator === undefined ? undefined : this.#statPath();
    if (stats?.isFile() === true) this.#rotator?.rotate(stats);
    // The hook that was called for a failed rotation has logged something itself, which opened the log.
    if (this.#log !== undefined) return this.#log;
    this.#checkedAtMs = this.#fs.monotonicMs();
    const log = openLog(this.#fs, this.#options.path, this.#options);
    try {
      this.#giveToOwner(log);
      this.#onOpen(log);
    } catch (error) {
      this.#close(log);
      throw error;
    }
    this.tail.look(log, log.size);
    if (this.#lastIno !== undefined && this.#lastIno !== log.ino) this.#tally.rotations++;
    this.#lastIno = log.ino;
    this.#log = log;
    return log;
  }

  #giveToOwner(log: OpenLog): void {
    const { owner } = this.#options;
    if (owner === undefined || !log.isRegular || (owner.uid === log.uid && owner.gid === log.gid)) return;
    try {
      this.#fs.chown(log.fd, owner.uid, owner.gid);
    } catch (error) {
      throw new OpenStepError("owner", error);
    }
  }

  #close({ fd, backgroundFd }: OpenLog): void {
    this.#closeDescriptor(fd);
    if (backgroundFd !== undefined) this.#closeDescriptor(backgroundFd);
  }

  #closeDescriptor(fd: number): void {
    try {
      this.#fs.close(fd);
    } catch {
      // Every accepted line is already in the kernel, and close(2) frees the descriptor even when it fails.
    }
  }
}
