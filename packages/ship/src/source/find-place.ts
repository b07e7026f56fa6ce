import type { FileHandle } from "node:fs/promises";
import { hasPlace } from "./place-hash.js";
import type { FilePlace, ShipPosition } from "./ship-position.js";

/** A file of a log, open. */
export interface OpenedLog {
  readonly name: string;
  readonly handle: FileHandle;
  /** Which file it is, as long as it exists, whatever its name. */
  readonly id: string;
}

/**
 * Which of the files of a log is the one that was begun last: by its bytes, since rotation renames it and compression replaces it. Of several that
 * have the same bytes up to the place, it is the one after the file that the position names before it. -1 where it is gone.
 *
 * Limit: of three files in a row that are the same byte for byte, the oldest is taken for the second.
 *
 * @param files the oldest first.
 */
export async function findPlace(files: readonly OpenedLog[], position: ShipPosition): Promise<number> {
  const last = position.at(-1);
  if (last === undefined) return -1;
  const before = position.at(-2);
  let best = { index: -1, rank: -1 };
  for (const [index, { handle }] of files.entries()) {
    if (!(await hasPlace(handle, last))) continue;
    const rank = await rankOf(files[index - 1], before);
    if (rank > best.rank) best = { index, rank };
  }
  return best.index;
}

/** How well a file fits that stands before a candidate. */
async function rankOf(previous: OpenedLog | undefined, before: FilePlace | undefined): Promise<number> {
  if (previous === undefined) return 1;
  return before !== undefined && (await hasPlace(previous.handle, before)) ? 2 : 0;
}
