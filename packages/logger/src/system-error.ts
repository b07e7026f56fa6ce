import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";

/** Words where Node has none, or its own do not say what is wrong. */
const betterWords: Readonly<Record<string, string>> = {
  EISDIR: "it is a directory, not a file",
  EDQUOT: "disk quota exceeded",
  ESTALE: "stale file handle",
};

/** The name of an errno, such as `ENOSPC`. `undefined` when the error is not a system error. */
export function errorName(error: unknown): string | undefined {
  const errno = errnoOf(error);
  if (errno === undefined) return undefined;
  // `code` is of no use here: for EDQUOT it is "Unknown system error -122".
  return Object.entries(constants.errno).find(([, value]) => value === errno)?.[0];
}

/** A system error in words, such as `no space left on device (ENOSPC)`. */
export function errorInWords(error: unknown): string {
  const name = errorName(error);
  const words = betterWords[name ?? ""] ?? getSystemErrorMap().get(-(errnoOf(error) ?? 0))?.[1];
  if (name !== undefined && words !== undefined) return `${words} (${name})`;
  return error instanceof Error ? error.message : String(error);
}

/** Whether the same call may succeed a moment later: it was interrupted (`EINTR`), or the terminal is busy (`EAGAIN`). */
export function isTransient(error: unknown): boolean {
  const name = errorName(error);
  return name === "EINTR" || name === "EAGAIN";
}

/** The number of errno(3), which Node keeps negated. */
function errnoOf(error: unknown): number | undefined {
  const errno = error instanceof Error && "errno" in error ? error.errno : undefined;
  return typeof errno === "number" ? -errno : undefined;
}
