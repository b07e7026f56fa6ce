import { dirname } from "node:path";
import { AppendFailure, OpenStepError } from "./append-failure.js";
import type { Tally } from "./counters.js";
import { isWrittenAfterDeletion } from "./deleted-file.js";
import type { FileSystem } from "./file-system.js";
import { HeldLog, type HeldLogOptions } from "./held-log.js";
import type { LineBuffer } from "./line-buffer.js";
import type { OpenLog } from "./open-log.js";
import type { Rotator } from "./rotator.js";
import { syncFolder } from "./sync-folder.js";
import { type WriteFailure, writeAll } from "./write-all.js";

/**
 * How far an event must get before it counts as logged: into the `kernel`, which outlives the process, or onto the
 * `disk`, which outlives a power failure.
 */
export type Durability = "kernel" | "disk";

/** A sync that is under way. */
export interface PendingSync {
  /** Never rejects. */
  readonly done: Promise<AppendFailure | undefined>;
  /** The same at once, blocking this thread. To be called before `done` is settled. */
  now(): AppendFailure | undefined;
}

/** Lines that went into a deleted file are written again, to so many files in all. */
const maxAttempts = 3;

const lineEnd = new Uint8Array([0x0a]);

/**
 * A file that lines are appended to, by this process and by others, while logrotate renames it.
 *
 * After every error the descriptor is dropped, so that whatever the cause was, the next line starts from what is there
 * then. A torn line, one's own or another's, is ended by a line end in front of the next line. (Cutting it off instead,
 * with ftruncate, would race with the lines of other processes.)
 */
export class LogFile {
  readonly #fs: FileSystem;
  readonly #path: string;
  readonly #isSynced: boolean;
  readonly #held: HeldLog;
  readonly #tally: Tally;
  /** The file that was written to last; with durability `disk`, what a sync is about. */
  #written: OpenLog | undefined;

  constructor(fs: FileSystem, options: HeldLogOptions, tally: Tally, rotator: Rotator | undefined) {
    this.#fs = fs;
    this.#path = options.path;
    this.#isSynced = options.isSynced;
    this.#tally = tally;
    this.#held = new HeldLog(fs, options, tally, rotator, (log) => this.#syncFolder(log));
  }

  /**
   * Appends lines with one write(2); they are in the kernel then. With durability `disk`, {@link sync} or
   * {@link syncSoon} is to follow at once, unless it failed: then what was written is synced already.
   */
  write(lines: LineBuffer): AppendFailure | undefined {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const log = this.#current();
      if (log instanceof AppendFailure) return log;
      // Nothing that takes time may come between the check and the write.
      const failure = this.#appendTo(log, lines);
      if (failure !== undefined) return failure;
      // A file is deleted long after it was renamed: who checks and then writes without delay never meets that.
      if (this.#held.isCheckFresh() || !isWrittenAfterDeletion(this.#fs, log.fd)) {
        this.#written = log;
        return undefined;
      }
      this.#tally.retries++;
      this.#held.drop();
    }
    return new AppendFailure("write", new Error("the file is deleted again and again"));
  }

  /** With durability `disk`, waits until what was written is on the device, and blocks this thread meanwhile. */
  sync(): AppendFailure | undefined {
    const log = this.#written;
    return log === undefined || !this.#hasToSync(log) ? undefined : this.#syncNow(log);
  }

  /** Like {@link sync}, without blocking; `undefined` when there is nothing to wait for. */
  syncSoon(): PendingSync | undefined {
    const log = this.#written;
    if (log === undefined || !this.#hasToSync(log)) return undefined;
    // A rotation must not close the descriptor, whose number another file might get, before the device has answered.
    const unpin = this.#held.pin(log);
    const done = this.#fs
      .fdatasyncSoon(log.backgroundFd ?? log.fd)
      .then(
        () => undefined,
        (error: unknown) => this.#syncFailure(log, error),
      )
      .finally(unpin);
    return { done, now: () => this.#syncNow(log) };
  }

  /** Closes the descriptor; the next line opens what the path names then. */
  drop(): void {
    this.#written = undefined;
    this.#held.drop();
  }

  #current(): OpenLog | AppendFailure {
    try {
      return this.#held.current();
    } catch (error) {
      return error instanceof OpenStepError
        ? new AppendFailure(error.step, error.cause)
        : new AppendFailure("open", error);
    }
  }

  #appendTo(log: OpenLog, lines: LineBuffer): AppendFailure | undefined {
    const { tail } = this.#held;
    const start = tail.isTorn ? 0 : 1;
    const failure = writeAll(this.#fs, log.fd, lines.bytes, start, lines.end, this.#tally);
    tail.wrote(lines.bytes, start, failure?.end ?? lines.end);
    return failure === undefined ? undefined : this.#giveUp(log, failure, lines);
  }

  #giveUp(log: OpenLog, { end, error }: WriteFailure, lines: LineBuffer): AppendFailure | undefined {
    this.#sealTail(log);
    const writtenBytes = Math.max(end - 1, 0);
    const syncFailure = writtenBytes > 0 && this.#hasToSync(log) ? this.#syncNow(log) : undefined;
    this.#held.drop();
    const failure = new AppendFailure("write", error, writtenBytes, syncFailure);
    // Where only the last line end is missing, whoever writes next adds it, and the line is whole: nothing has failed.
    return failure.of(lines.length);
  }

  /**
   * One try to end a torn line at once, for the sake of other processes: they see it at their next check at the
   * earliest.
   */
  #sealTail(log: OpenLog): void {
    const { tail } = this.#held;
    if (!tail.isTorn) return;
    try {
      tail.wrote(lineEnd, 0, this.#fs.write(log.fd, lineEnd, 0, 1));
    } catch {
      // It stays torn, and whoever writes next seals it.
    }
  }

  #hasToSync(log: OpenLog): boolean {
    // A device such as a terminal has nothing to sync.
    return this.#isSynced && log.isRegular;
  }

  #syncNow(log: OpenLog): AppendFailure | undefined {
    try {
      this.#fs.fdatasync(log.fd);
      return undefined;
    } catch (error) {
      return this.#syncFailure(log, error);
    }
  }

  #syncFailure(log: OpenLog, error: unknown): AppendFailure {
    if (this.#written === log) this.drop();
    return new AppendFailure("sync", error);
  }

  #syncFolder(log: OpenLog): void {
    if (!this.#hasToSync(log)) return;
    try {
      syncFolder(this.#fs, dirname(this.#path));
    } catch (error) {
      throw new OpenStepError("folder-sync", error);
    }
  }
}
