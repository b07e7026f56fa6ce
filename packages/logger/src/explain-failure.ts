import { dirname } from "node:path";
import type { AppendFailure } from "./append-failure.js";
import type { IssueMetricEventErrorCode } from "./issue-metric-event-error.js";
import { NotALogFileError } from "./open-log.js";
import { errorInWords, errorName } from "./system-error.js";

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

/** Which kind of failure it is, as far as the caller can act on it. */
export function failureCode(failure: AppendFailure): IssueMetricEventErrorCode {
  if (failure.step === "sync") return "not-durable";
  if (failure.cause instanceof NotALogFileError) return "not-a-file";
  return codeOfErrno[errorName(failure.cause) ?? ""] ?? "io";
}

/** What could not be logged. */
export interface FailedLines {
  readonly path: string;
  /** The event's name, or how many events. */
  readonly what: string;
  /** Bytes of it that are in the log nevertheless. */
  readonly writtenBytes: number;
  readonly lineBytes: number;
  /** What is in the log all the same, as the end of a sentence. */
  readonly logged?: string;
}

/** The failure in words: what, where, why, what to do. */
export function failureMessage(failure: AppendFailure, lines: FailedLines): string {
  const code = failureCode(failure);
  const why = failureReason(failure, code, lines);
  if (code === "not-durable")
    return `${lines.what} is in ${lines.path}, but perhaps not on the device: ${why}. ${remedies[code]}`;
  const logged = lines.logged === undefined ? "" : ` ${lines.logged}`;
  return `Cannot log ${lines.what} to ${lines.path}: ${why}.${logged} ${remedyFor(failure, code)}`;
}

export function closedMessage(path: string, what: string): string {
  return `Cannot log ${what} to ${path}: the logger is closed. ${remedies.closed}`;
}

function failureReason(
  { cause, step }: AppendFailure,
  code: IssueMetricEventErrorCode,
  { path, writtenBytes, lineBytes }: FailedLines,
): string {
  if (cause instanceof NotALogFileError) return cause.message;
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
    return 'durability "disk" needs to open the folder for reading; allow it, or use durability "kernel".';
  if (step === "owner") return "Only root may give files to others; run as root, or leave out the option owner.";
  return remedies[code];
}

const remedies: Readonly<Record<IssueMetricEventErrorCode, string>> = {
  "missing-folder": "Create the folder, or choose another path (METRICS_LOG_PATH).",
  "not-a-file": "Choose the path of a regular file or of a device such as /dev/null (METRICS_LOG_PATH).",
  "not-writable":
    "Allow this user to write the file and, where it must be created, its folder; or choose another path (METRICS_LOG_PATH).",
  "disk-full": "Free space on its file system, or raise the quota; then events are logged again.",
  "file-too-large": "Rotate the log, or raise the limit (ulimit -f); then events are logged again.",
  "too-many-files": "Close files, or raise the limit (ulimit -n); then events are logged again.",
  "not-durable": "Issuing it again would log it twice.",
  closed: "Issue events before close(), or make another EventLogger.",
  io: "Every further event tries the path anew.",
};
