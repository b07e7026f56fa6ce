import { printableText } from "@metric-events/runtime";
import { errorInWords } from "@metric-events/system";
import { UnfitLogError } from "./unfit-log-error.js";

/** A logger could not rotate its log, or could not compress rotated ones. No event is lost: the files stay as they are. */
export class LogRotationError extends Error {
  override readonly name = "LogRotationError";

  constructor(
    readonly step: "rotate" | "compress",
    /** The log, or for `compress` the folder of the rotated logs. */
    readonly path: string,
    cause: unknown,
  ) {
    const what = step === "rotate" ? "rotate" : "compress the rotated logs in";
    super(printableText(`Cannot ${what} ${path}: ${advice(step, cause)}`), { cause });
  }
}

function advice(step: "rotate" | "compress", cause: unknown): string {
  if (cause instanceof UnfitLogError)
    return `${cause.message}. Events are still logged to it. Give the logger the path that the link leads to.`;
  const remedy =
    step === "rotate"
      ? "Events are still logged to it. Allow this user to rename and create files in its folder, or leave the rotation to logrotate(8)."
      : "The logs stay uncompressed until the next rotation.";
  return `${errorInWords(cause)}. ${remedy}`;
}
