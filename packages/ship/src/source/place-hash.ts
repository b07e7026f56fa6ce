import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { bytesBefore, firstLineOf } from "./log-bytes.js";
import type { FilePlace } from "./ship-position.js";

/** How many bytes before a place its mark is made of. */
export const markedBytes = 4096;

/** Enough to tell all files of a fleet apart, also against somebody who tries to make two alike. */
const hashLength = 32;

export function placeHash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, hashLength);
}

/** The fingerprint of a file: of its first line; `undefined` while that has no end. */
export async function fingerprintOf(handle: FileHandle, isComplete: boolean): Promise<string | undefined> {
  const line = await firstLineOf(handle, isComplete);
  return line === undefined ? undefined : placeHash(line);
}

/** Whether a file has a place: it begins with the same line, and has the same bytes before the place. */
export async function hasPlace(handle: FileHandle, place: FilePlace): Promise<boolean> {
  if ((await fingerprintOf(handle, true)) !== place.fingerprint) return false;
  const bytes = await bytesBefore(handle, place.offset, markedBytes);
  return bytes !== undefined && placeHash(bytes) === place.mark;
}
