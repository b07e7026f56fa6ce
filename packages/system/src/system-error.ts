import { constants } from "node:os";
import { getSystemErrorMap } from "node:util";
import { UnfitFileError } from "./unfit-file-error.js";

/** Words where Node has none, or its own do not say what is wrong. By errno(3). */
const betterWords: ReadonlyMap<number, string> = new Map([
  [constants.errno.EISDIR, "it is a directory, not a file"],
  [constants.errno.EDQUOT, "disk quota exceeded"],
  [constants.errno.ESTALE, "stale file handle"],
]);

/** An error of a system call. Its `errno` is that of errno(3), negated. */
export type SystemError = NodeJS.ErrnoException & { readonly errno: number; readonly code: string };

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "errno" in error && typeof error.errno === "number" && "code" in error;
}

/** The name of an errno, such as `ENOSPC`; `undefined` if the error is not a system error. */
export function errorName(error: unknown): string | undefined {
  if (!isSystemError(error)) return undefined;
  // `code` is of no use here: for EDQUOT it is "Unknown system error -122".
  return Object.entries(constants.errno).find(([, value]) => value === -error.errno)?.[0];
}

/** The reason of a system error in words, such as `permission denied`, or of a file that is unfit, without the path. The message of any other error. */
export function systemReason(error: unknown): string {
  if (isSystemError(error)) return wordsOf(error) ?? error.code;
  if (error instanceof UnfitFileError) return error.reason;
  return error instanceof Error ? error.message : String(error);
}

/** The same with the name of the errno, such as `no space left on device (ENOSPC)`. */
export function errorInWords(error: unknown): string {
  const name = errorName(error);
  const words = isSystemError(error) ? wordsOf(error) : undefined;
  if (name !== undefined && words !== undefined) return `${words} (${name})`;
  return error instanceof Error ? error.message : String(error);
}

/** Whether the same call may succeed a moment later: it was interrupted (`EINTR`), or the terminal is busy (`EAGAIN`). */
export function isTransient(error: unknown): boolean {
  const name = errorName(error);
  return name === "EINTR" || name === "EAGAIN";
}

function wordsOf({ errno }: SystemError): string | undefined {
  return betterWords.get(-errno) ?? getSystemErrorMap().get(errno)?.[1];
}
