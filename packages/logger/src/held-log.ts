import { OpenStepError } from "./append-failure.js";
import type { Tally } from "./counters.js";
import type { FileSystem } from "./file-system.js";
import { type OpenLog, openLog } from "./open-log.js";
import type { Rotator } from "./rotator.js";
import { Tail } from "./tail.js";

/** User and group, by number. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export interface HeldLogOptions {
  readonly path: string;
  readonly mode: number;
  readonly owner: Owner | undefined;
  /** Whether the path is checked before each write, and not only when the last check has become old. */
  readonly isAlwaysChecked: boolean;
  /** Whether syncs follow writes. */
  readonly isSynced: boolean;
}

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
  readonly tail: Tail;
  readonly #fs: FileSystem;
  readonly #options: HeldLogOptions;
  readonly #tally: Tally;
  readonly #rotator: Rotator | undefined;
  readonly #onOpen: (log: OpenLog) => void;

  #log: OpenLog | undefined;
  #checkedAtMs = 0;
  /** Identity of the file that was held last, to tell a rotation from an error. */
  #lastIno: bigint | undefined;
  readonly #pinned = new Map<OpenLog, number>();

  /** `onOpen` is called before a newly opened file is used, and may refuse it by throwing. */
  constructor(
    fs: FileSystem,
    options: HeldLogOptions,
    tally: Tally,
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
   * The open file, checked a moment ago to be what the path names.
   *
   * @throws what {@link openLog} and `onOpen` throw.
   */
  current(): OpenLog {
    const held = this.#log;
    if (held === undefined) return this.#open();
    if (!this.#options.isAlwaysChecked && this.isCheckFresh()) return held;
    let log = this.#checked(held);
    for (let count = 1; count < maxCheckCount && !this.isCheckFresh(); count++) log = this.#checked(log);
    return log;
  }

  isCheckFresh(): boolean {
    return this.#fs.monotonicMs() - this.#checkedAtMs < maxCheckAgeMs;
  }

  /** Closes the descriptor; what the path names then is opened when it is needed. */
  drop(): void {
    const log = this.#log;
    this.#log = undefined;
    if (log !== undefined && !this.#pinned.has(log)) this.#close(log);
  }

  /** Keeps the descriptor of a file open, even after {@link drop}, until the function that is returned is called. */
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
    // The hook that was told of a rotation that failed has let go of the file: its descriptor may be another's by now.
    if (this.#log !== log) return this.#log ?? this.#open();
    this.tail.look(log, Number(stats.size));
    return log;
  }

  /** `undefined` also when the path cannot be followed: opening it will say why. */
  #statPath(): ReturnType<FileSystem["stat"]> {
    try {
      return this.#fs.stat(this.#options.path);
    } catch {
      return undefined;
    }
  }

  #open(): OpenLog {
    // What is there from earlier may be due, before anything is added to it.
    const stats = this.#rotator === undefined ? undefined : this.#statPath();
    if (stats?.isFile() === true) this.#rotator?.rotate(stats);
    // Opened by the hook that was told of a rotation that failed, since it has logged something itself.
    if (this.#log !== undefined) return this.#log;
    this.#checkedAtMs = this.#fs.monotonicMs();
    const { path, mode, isSynced } = this.#options;
    const log = openLog(this.#fs, path, mode, isSynced);
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
      // Every accepted line is in the kernel already, and close(2) frees the descriptor even when it fails.
    }
  }
}
