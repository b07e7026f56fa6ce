import { isSystemError } from "./system-error.js";

/**
 * Runs work on a file. System errors of writing name no file, and others a temporary one: here, they name the file that was meant.
 *
 * @throws {SystemError} whose `path` is that file; any other error as it is.
 */
export function namingFile<Result>(path: string, work: (path: string) => Result): Result {
  try {
    return work(path);
  } catch (error) {
    if (!isSystemError(error) || (error.path === path && error.message.startsWith(path))) throw error;
    const { errno, code } = error;
    throw Object.assign(new Error(`${path}: ${error.message}`, { cause: error }), { errno, code, path });
  }
}
