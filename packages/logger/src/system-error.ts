import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";

/** Words for what Node has a number for, but neither a name nor words. */
const wordsUnknownToNode: Readonly<Record<string, string>> = {
  EDQUOT: "disk quota exceeded",
  ESTALE: "stale file handle",
};

/** Name of an errno, such as `ENOSPC`; `undefined` when it is no system error. */
export function errorName(error: unknown): string | undefined {
  const errno = errnoOf(error);
  if (errno === undefined) return undefined;
  // Its `code` would do, were it not "Unknown system error -122" for EDQUOT.
  return Object.entries(constants.errno).find(([, value]) => value === errno)?.[0];
}

/** A system error in words, such as `no space left on device (ENOSPC)`. */
export function errorInWords(error: unknown): string {
  const name = errorName(error);
  const words = wordsUnknownToNode[name ?? ""] ?? getSystemErrorMap().get(-(errnoOf(error) ?? 0))?.[1];
  if (name !== undefined && words !== undefined) return `${words} (${name})`;
  return error instanceof Error ? error.message : String(error);
}

/** Whether the same call may succeed a moment later: interrupted (`EINTR`), or a terminal that is busy (`EAGAIN`). */
export function isTransient(error: unknown): boolean {
  const name = errorName(error);
  return name === "EINTR" || name === "EAGAIN";
}

/** The positive number of errno(3); Node keeps it negated. */
function errnoOf(error: unknown): number | undefined {
  const errno = error instanceof Error && "errno" in error ? error.errno : undefined;
  return typeof errno === "number" ? -errno : undefined;
}
