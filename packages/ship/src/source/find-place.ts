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

/** A place of a position, and which file has it. */
export interface FoundPlace {
  readonly index: number;
  readonly place: FilePlace;
  /** Whether it is the file that was begun last, rather than one before it. */
  readonly isLast: boolean;
}

/**
 * The file that was begun last, or the one before it where the last one was removed or emptied: everything up to there was shipped.
 *
 * @param files the oldest first.
 */
export async function findPlace(files: readonly OpenedLog[], position: ShipPosition): Promise<FoundPlace | undefined> {
  for (let length = position.length; length > 0; length--) {
    const places = position.slice(0, length);
    const index = await indexOfLast(files, places);
    const place = places.at(-1);
    if (index !== -1 && place !== undefined) return { index, place, isLast: length === position.length };
  }
  return undefined;
}

/**
 * Which of the files of a log has the last of some places: by its bytes, since rotation renames it and compression replaces it. Of several that
 * have the same bytes up to the place, it is the one after the file that has the place before. -1 where it is gone.
 *
 * Limit: of three files in a row that are the same byte for byte, the oldest is taken for the second.
 */
async function indexOfLast(files: readonly OpenedLog[], places: ShipPosition): Promise<number> {
  const last = places.at(-1);
  if (last === undefined) return -1;
  const before = places.at(-2);
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
