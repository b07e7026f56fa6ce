import { type FileHandle, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { FileFinder } from "./file-finder.js";
import { followPipe } from "./follow-pipe.js";
import type { Followed } from "./followed.js";
import { FollowedFile } from "./followed-file.js";
import type { LastLinesOptions } from "./last-lines.js";
import { findTailOffset } from "./tail-offset.js";

export interface FollowOptions {
  /** Stops following. */
  readonly signal: AbortSignal;
  /** Which of the existing lines to begin with. Default: all. */
  readonly last?: LastLinesOptions;
  /** Time between two looks. Default: 100. */
  readonly pollMs?: number;
  /**
   * How long a renamed log must be quiet until its last line counts as torn. The log that was renamed last is read further however
   * quiet it is, since writers may hold it open. Default: 10,000.
   */
  readonly lingerMs?: number;
}

/**
 * The lines of a log as they are written. Follows rotation by rename, even when the next log is created late, or when several
 * rotations happen between two looks. A last line without its newline is held back until the newline comes. A FIFO is read from
 * one writer to the next.
 *
 * Limit: a log that is emptied and grows past what was read, with the same bytes before that place, between two looks.
 *
 * @throws {LogError} for a path that cannot be followed: a directory, or a compressed log.
 */
export async function* followLog(path: string, options: FollowOptions): AsyncGenerator<Followed> {
  const { signal, last, pollMs = 100, lingerMs = 10_000 } = options;
  if (await isPipe(path)) {
    yield* followPipe(path, signal, pollMs);
    return;
  }
  const finder = new FileFinder(path);
  /** The oldest first. */
  let files: FollowedFile[] = [];
  let missing: string | undefined;
  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const look = await finder.look();
      for (const file of files) if (file.id !== look.currentId) file.leave();
      for (const { handle, id } of look.opened) {
        const file = new FollowedFile(handle, id);
        files.push(file);
        if (isFirst && last !== undefined) file.seek(await startOf(handle, last));
      }
      const reason = files.length > 0 && look.isGone ? undefined : look.missing;
      if (reason !== undefined && reason !== missing) yield { kind: "missing", reason };
      missing = reason;

      for (const file of files) {
        for await (const item of file.read()) {
          // copytruncate: its lines are now in a copy, which was never at this path.
          if (item.kind === "truncated") await finder.ignoreRotated();
          yield item;
        }
        if (file.wasLeftFor(lingerMs)) yield { kind: "lines", lines: file.end() };
      }
      const gone = files.slice(0, -keptFiles).filter((file) => file.wasLeftFor(lingerMs));
      files = files.filter((file) => !gone.includes(file));
      for (const file of gone) await file.close();
      yield { kind: "idle" };
      await sleep(pollMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    for (const file of files) await file.close();
  }
}

async function isPipe(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFIFO() === true;
}

async function startOf(handle: FileHandle, { count, isWanted = () => true }: LastLinesOptions): Promise<number> {
  const { size } = await handle.stat();
  return findTailOffset(handle, size, { count, isWanted, countsUnterminated: false });
}

/** The log, and the one before it. */
const keptFiles = 2;
