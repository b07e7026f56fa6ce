import { dirname } from "node:path";
import { AppendFailure, OpenStepError } from "./append-failure.js";
import type { IssueTally } from "./counters.js";
import { isWrittenAfterDeletion } from "./deleted-file.js";
import type { FileSystem } from "./file-system.js";
import { HeldLog, type HeldLogOptions } from "./held-log.js";
import type { LineBuffer } from "./line-buffer.js";
import type { OpenLog } from "./open-log.js";
import type { Rotator } from "./rotator.js";
import { syncFolder } from "./sync-folder.js";
import { type WriteFailure, writeAll } from "./write-all.js";

/**
 * What an event has to reach before it counts as logged: the `kernel`, which outlives the process, or the `disk`, which
 * outlives a power failure.
 */
export type Durability = "kernel" | "disk";

/** A running sync. */
export interface PendingSync {
  /** Never rejects. */
  readonly done: Promise<AppendFailure | undefined>;
  /** Syncs at once, blocking this thread. Must be called before `done` is settled. */
  now(): AppendFailure | undefined;
}

/** How many files lines are written to at most, while each turns out to be deleted. */
const maxAttempts = 3;

const lineEnd = new Uint8Array([0x0a]);

/**
 * A file that this process and others append lines to, while logrotate renames it.
 *
 * Every error drops the descriptor, so that the next line starts afresh. A torn line, from any process, gets a line
 * end before the next line. (Cutting it off with ftruncate would race with the lines of other
 * processes.)
 */
export class LogWriter {
  readonly #fs: FileSystem;
  readonly #path: string;
  readonly #isSynced: boolean;
  readonly #held: HeldLog;
  readonly #tally: IssueTally;
  /** The file that was written to last, which a sync is for. */
  #written: OpenLog | undefined;

  constructor(fs: FileSystem, options: HeldLogOptions, tally: IssueTally, rotator: Rotator | undefined) {
    this.#fs = fs;
    this.#path = options.path;
    this.#isSynced = options.isSynced;
    this.#tally = tally;
    this.#held = new HeldLog(fs, options, tally, rotator, (log) => this.#syncFolder(log));
  }

  /**
   * Appends lines with one write(2), which brings them into the kernel. With durability `disk`, {@link sync} or
   * {@link syncSoon} must follow at once, except after a failure: then the part that was written is already synced.
   */
  write(lines: LineBuffer): AppendFailure | undefined {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const log = this.#current();
      if (log instanceof AppendFailure) return log;
      // Nothing slow may come between the check and the write.
      const failure = this.#appendTo(log, lines);
      if (failure !== undefined) return failure;
      // A file is deleted long after it was renamed, so a write right after a check never goes into a deleted file.
      if (this.#held.isCheckFresh() || !isWrittenAfterDeletion(this.#fs, log.fd)) {
        this.#written = log;
        return undefined;
      }
      this.#tally.retries++;
      this.#held.drop();
    }
    return new AppendFailure("write", new Error("the log is deleted again and again"));
  }

  /** With durability `disk`, blocks this thread until the written lines are on the device. */
  sync(): AppendFailure | undefined {
    const log = this.#written;
    return log === undefined || !this.#hasToSync(log) ? undefined : this.#syncNow(log);
  }

  /** Like {@link sync}, without blocking. `undefined` when there is nothing to wait for. */
  syncSoon(): PendingSync | undefined {
    const log = this.#written;
    if (log === undefined || !this.#hasToSync(log)) return undefined;
    // A rotation must not close the descriptor before the device has answered: another file could get its number.
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

  /** Closes the descriptor. The next line opens whatever the path names then. */
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
    // When only the last line end is missing, the next writer adds it and the line is whole: nothing has failed.
    return failure.of(lines.length);
  }

  /** Tries once to end a torn line at once, since other processes notice it at their next check at the earliest. */
  #sealTail(log: OpenLog): void {
    const { tail } = this.#held;
    if (!tail.isTorn) return;
    try {
      tail.wrote(lineEnd, 0, this.#fs.write(log.fd, lineEnd, 0, 1));
    } catch {
      // The line stays torn, and the next writer ends it.
    }
  }

  #hasToSync(log: OpenLog): boolean {
    // A device such as a terminal cannot be synced.
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
