import { dirname } from "node:path";
import { maxLineBytes } from "@metric-events/runtime";
import { errorInWords, errorName } from "@metric-events/system";
import type { AppendFailure } from "./append-failure.js";
import type { IssueMetricEventErrorCode } from "./issue-metric-event-error.js";
import { UnfitLogError } from "./unfit-log-error.js";

const codeOfErrno: Readonly<Record<string, IssueMetricEventErrorCode>> = {
  ENOENT: "missing-folder",
  ENOTDIR: "missing-folder",
  EACCES: "not-writable",
  EPERM: "not-writable",
  EROFS: "not-writable",
  ENOSPC: "disk-full",
  EDQUOT: "disk-full",
  EFBIG: "file-too-large",
  EMFILE: "too-many-files",
  ENFILE: "too-many-files",
};

/** The kind of failure, as far as a caller can act on it. */
export function failureCode(failure: AppendFailure): IssueMetricEventErrorCode {
  if (failure.step === "sync") return "not-durable";
  if (failure.cause instanceof UnfitLogError) return failure.cause.code;
  return codeOfErrno[errorName(failure.cause) ?? ""] ?? "io";
}

/** The lines that could not be logged. */
interface FailedLines {
  readonly path: string;
  /** The name of the event, or the number of events. */
  readonly what: string;
  /** Bytes of them that are in the log all the same. */
  readonly writtenBytes: number;
  readonly lineBytes: number;
  /** A sentence that says what is in the log all the same. */
  readonly logged?: string;
}

/** The failure in words: what, where, why, and what to do. */
export function failureMessage(failure: AppendFailure, lines: FailedLines): string {
  const code = failureCode(failure);
  const why = failureReason(failure, code, lines);
  if (code === "not-durable")
    return `${lines.what} is in ${lines.path}, but may not be on the device: ${why}. ${remedies[code]}`;
  const logged = lines.logged === undefined ? "" : ` ${lines.logged}`;
  return `Cannot log ${lines.what} to ${lines.path}: ${why}.${logged} ${remedyFor(failure, code)}`;
}

export function tooLongMessage(path: string, what: string, lineBytes: number): string {
  const why = `its line has ${lineBytes} bytes, and readers skip lines of more than ${maxLineBytes} bytes (16 MiB)`;
  return `Cannot log ${what} to ${path}: ${why}. ${remedies["line-too-long"]}`;
}

export function closedMessage(path: string, what: string): string {
  return `Cannot log ${what} to ${path}: the logger is closed. ${remedies.closed}`;
}

function failureReason(
  { cause, step }: AppendFailure,
  code: IssueMetricEventErrorCode,
  { path, writtenBytes, lineBytes }: FailedLines,
): string {
  if (cause instanceof UnfitLogError) return cause.message;
  const words = errorInWords(cause);
  if (step === "folder-sync") return `the folder ${dirname(path)} cannot be synced, ${words}`;
  if (step === "owner") return `it cannot be given to its owner, ${words}`;
  if (code === "missing-folder") {
    return `the folder ${dirname(path)} ${errorName(cause) === "ENOTDIR" ? "is not a folder" : "does not exist"}, ${words}`;
  }
  return writtenBytes > 0 ? `${words} after ${writtenBytes} of ${lineBytes} bytes` : words;
}

function remedyFor({ step }: AppendFailure, code: IssueMetricEventErrorCode): string {
  if (step === "folder-sync")
    return 'With durability "disk", this user must be allowed to read the folder. Allow it, or use durability "kernel".';
  if (step === "owner") return "Only root may give files to others. Run as root, or leave out the option owner.";
  return remedies[code];
}

const remedies: Readonly<Record<IssueMetricEventErrorCode, string>> = {
  "missing-folder": "Create the folder, or choose another path (METRICS_LOG_PATH).",
  "not-a-file": "Choose the path of a regular file, or of a device such as /dev/null (METRICS_LOG_PATH).",
  "not-appending": "Redirect with >> instead of >, or choose another path (METRICS_LOG_PATH).",
  "not-trusted":
    "With the option owner, the log must be a file without links that belongs to the owner or to this user. Nothing was changed.",
  "not-writable":
    "Allow this user to write the file, and the folder if the file must be created; or choose another path (METRICS_LOG_PATH).",
  "disk-full": "Free space on its file system, or raise the quota; events are logged again after that.",
  "file-too-large": "Rotate the log, or raise the limit (ulimit -f); events are logged again after that.",
  "too-many-files": "Close files, or raise the limit (ulimit -n); events are logged again after that.",
  "not-durable": "Do not issue it again: it would be in the log twice.",
  "line-too-long": "Shorten the event, or log several events.",
  closed: "Issue events before close(), or create another EventLogger.",
  io: "The next event tries the path again.",
};
