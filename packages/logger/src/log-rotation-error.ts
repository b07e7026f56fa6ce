import { NotALogFileError } from "./open-log.js";
import { errorInWords } from "./system-error.js";

/** A logger could not rotate its log, or not compress a rotated one. No event is lost: the files stay as they are. */
export class LogRotationError extends Error {
  override readonly name = "LogRotationError";

  constructor(
    readonly step: "rotate" | "compress",
    /** The log; for `compress`, the folder of the rotated logs. */
    readonly path: string,
    cause: unknown,
  ) {
    super(`Cannot ${step === "rotate" ? "rotate" : "compress the rotated logs in"} ${path}: ${advice(step, cause)}`, {
      cause,
    });
  }
}

function advice(step: "rotate" | "compress", cause: unknown): string {
  if (cause instanceof NotALogFileError)
    return `${cause.message}. Events are logged to it all the same; give the logger the path that it leads to.`;
  const remedy =
    step === "rotate"
      ? "Events are logged to it all the same; allow this user to rename and create files in its folder, or let logrotate(8) do it."
      : "They stay uncompressed until the next rotation.";
  return `${errorInWords(cause)}. ${remedy}`;
}
