import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";

/** Words where Node has none, or its own do not say what is wrong. By errno(3). */
const betterWords: ReadonlyMap<number, string> = new Map([
  [constants.errno.EISDIR, "it is a directory, not a file"],
  [constants.errno.EDQUOT, "disk quota exceeded"],
  [constants.errno.ESTALE, "stale file handle"],
]);

/** Whether an error comes from a system call (errno(3)). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { errno: number; code: string } {
  return error instanceof Error && "errno" in error && typeof error.errno === "number" && "code" in error;
}

/** The reason of a system error in words, such as `permission denied`, without the call and the path. */
export function systemReason(error: unknown): string {
  if (isSystemError(error)) {
    return betterWords.get(-error.errno) ?? getSystemErrorMap().get(error.errno)?.[1] ?? error.code;
  }
  return error instanceof Error ? error.message : String(error);
}
