import { printableText } from "@metric-events/runtime";

/**
 * Why an event could not be logged.
 *
 * - `missing-folder`: the folder of the log does not exist, or is not a folder.
 * - `not-a-file`: the path names a directory, a FIFO, a socket or a block device.
 * - `not-appending`: the file is also open through a descriptor that would overwrite events, such as standard output after
 *   `node program.js > metrics.log`.
 * - `not-trusted`: only with `owner`: the path is a symbolic link, or the file has other hard links or belongs to somebody
 *   else. Nothing was changed.
 * - `not-writable`: permission denied, or a read-only file system.
 * - `disk-full`: no space left, or over quota.
 * - `file-too-large`: the file reaches the size limit of the process (`ulimit -f`) or of the file system.
 * - `too-many-files`: the process or the system has no file descriptor left.
 * - `not-durable`: only with `durability: "disk"`: the event **is** in the log, but the device did not confirm it.
 * - `line-too-long`: the line is over 16 MiB, which readers skip.
 * - `closed`: the logger was already closed.
 * - `io`: any other error of the system; `cause` has it.
 */
export type IssueMetricEventErrorCode =
  | "missing-folder"
  | "not-a-file"
  | "not-appending"
  | "not-trusted"
  | "not-writable"
  | "disk-full"
  | "file-too-large"
  | "too-many-files"
  | "not-durable"
  | "line-too-long"
  | "closed"
  | "io";

/** The facts of an {@link IssueMetricEventError}. */
export interface IssueMetricEventErrorDetails {
  readonly code: IssueMetricEventErrorCode;
  readonly path: string;
  readonly event: unknown;
  readonly loggedCount?: number;
  readonly cause?: unknown;
}

/**
 * A valid event could not be logged. Unless `code` is `not-durable`, it is not in the log as a whole line, so issuing it
 * again is safe; and the next event starts on a line of its own.
 */
export class IssueMetricEventError extends Error {
  override readonly name = "IssueMetricEventError";
  readonly code: IssueMetricEventErrorCode;
  /** Absolute path of the log. */
  readonly path: string;
  /** The event that was issued. For `issueAll`, the first event that is not in the log. */
  readonly event: unknown;
  /** For `issueAll`, how many of the first events are in the log. The others are not. */
  readonly loggedCount: number;

  constructor(message: string, details: IssueMetricEventErrorDetails) {
    // A path may hold anything, and errors are printed at the end of a process, whoever reads that.
    super(printableText(message), details.cause === undefined ? {} : { cause: details.cause });
    this.code = details.code;
    this.path = details.path;
    this.event = details.event;
    this.loggedCount = details.loggedCount ?? 0;
  }
}
