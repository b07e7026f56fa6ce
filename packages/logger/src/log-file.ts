import { dirname } from "node:path";
import { AppendFailure } from "./append-failure.js";
import { isWrittenAfterDeletion } from "./deleted-file.js";
import type { FileSystem } from "./file-system.js";
import { HeldLog } from "./held-log.js";
import type { OpenLog } from "./open-log.js";
import { syncFolder } from "./sync-folder.js";
import { writeAll } from "./write-all.js";

/**
 * How far an event must get before it counts as logged: into the `kernel`, which outlives the process, or onto the
 * `disk`, which outlives a power failure.
 */
export type Durability = "kernel" | "disk";

/** A line that went into a deleted file is written again, to so many files in all. */
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
  readonly #durability: Durability;
  readonly #held: HeldLog;

  constructor(fs: FileSystem, path: string, mode: number, durability: Durability) {
    this.#fs = fs;
    this.#durability = durability;
    this.#held = new HeldLog(fs, path, mode, (log) => this.#syncFolder(log));
  }

  /**
   * Appends one line; the line end is added.
   *
   * @throws {AppendFailure} and then it is not in the file as a whole line, except at step `sync`.
   */
  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const log = this.#current();
      // Nothing that takes time may come between the check and the write.
      const isHeld = this.#appendTo(log, bytes);
      // A file is deleted long after it was renamed: who checks and then writes without delay never meets that.
      if (!isHeld || this.#held.isCheckFresh() || !isWrittenAfterDeletion(this.#fs, log.fd)) return;
      this.#held.drop();
    }
    throw new AppendFailure("write", new Error("the file is deleted again and again"));
  }

  /** Closes the descriptor; the next line opens what the path names then. */
  drop(): void {
    this.#held.drop();
  }

  #current(): OpenLog {
    try {
      return this.#held.current();
    } catch (error) {
      throw error instanceof AppendFailure ? error : new AppendFailure("open", error);
    }
  }

  /** Returns whether the file is still open. */
  #appendTo(log: OpenLog, line: Uint8Array): boolean {
    const { tail } = this.#held;
    const bytes = tail.isTorn ? Buffer.concat([lineEnd, line]) : line;
    const { byteCount, error } = writeAll(this.#fs, log.fd, bytes);
    tail.wrote(byteCount, bytes.length);
    if (error === undefined) {
      this.#sync(log);
      return true;
    }

    this.#sealTail(log);
    // Only the line end is missing: whoever writes next adds it, and the line is whole. So it is accepted, not refused.
    const isAccepted = byteCount >= bytes.length - 1;
    if (isAccepted) this.#sync(log);
    this.#held.drop();
    if (isAccepted) return false;
    const lineStart = bytes.length - line.length;
    throw new AppendFailure("write", error, Math.max(byteCount - lineStart, 0), line.length);
  }

  /**
   * One try to end a torn line at once, for the sake of other processes: they see it at their next check at the
   * earliest.
   */
  #sealTail(log: OpenLog): void {
    const { tail } = this.#held;
    if (!tail.isTorn) return;
    try {
      tail.wrote(this.#fs.write(log.fd, lineEnd, 0), lineEnd.length);
    } catch {
      // It stays torn, and whoever writes next seals it.
    }
  }

  #sync(log: OpenLog): void {
    if (this.#durability !== "disk" || !log.isRegular) return;
    try {
      this.#fs.fdatasync(log.fd);
    } catch (error) {
      this.#held.drop();
      throw new AppendFailure("sync", error);
    }
  }

  #syncFolder(log: OpenLog): void {
    if (this.#durability !== "disk" || !log.isRegular) return;
    try {
      syncFolder(this.#fs, dirname(this.#held.path));
    } catch (error) {
      throw new AppendFailure("folder-sync", error);
    }
  }
}
