import type { Catalogue, Event } from "@metric-events/core";
import type { Owner } from "./held-log.js";
import type { IssueMetricEventError } from "./issue-metric-event-error.js";
import type { Durability } from "./log-file.js";
import type { LogRotationError } from "./log-rotation-error.js";
import type { RotateOptions } from "./rotator.js";

export interface EventLoggerOptions<E extends Event> {
  /** The events that may be logged: the generated `catalogue`, your own or the one of `@metric-events/core`. */
  readonly catalogue: Catalogue<E>;
  /**
   * The log. Default: {@link metricsLogPath}, read when the logger is made. A relative path is resolved at that moment.
   */
  readonly path?: string | undefined;
  /**
   * What has happened when `issue` returns, or the promise of `issueSoon` is resolved. Default: `"kernel"`.
   *
   * - `"kernel"`: write(2) took the whole line; it survives the end of this process, however violent.
   * - `"disk"`: fdatasync(2) confirmed it as well (and fsync(2) the folder, for a new file); it survives a power
   *   failure, as far as the device tells the truth. Costs the latency of the device, for each event or group of them.
   */
  readonly durability?: Durability | undefined;
  /** Permissions of a log that has to be created, before the process's umask (open(2)). Default: `0o644`. */
  readonly mode?: number | undefined;
  /** Who the log is given to, whenever it is opened and belongs to somebody else; needs the rights of root. Default: nobody. */
  readonly owner?: Owner | undefined;
  /**
   * When it is checked that the path still names the open file. Default: `"often"`.
   *
   * - `"often"`: before a write, unless it was checked within the last 0.25 ms.
   * - `"always"`: before each write, which costs a stat(2) for each.
   */
  readonly checkPath?: "often" | "always" | undefined;
  /** Rotates the log without logrotate(8), as in a container. Default: it is left to others. */
  readonly rotate?: RotateOptions | undefined;
  /**
   * Milliseconds that an event of `issueSoon` waits for others at most. Default: 0, until the end of the turn of the event
   * loop in which it was issued.
   */
  readonly maxDelayMs?: number | undefined;
  /**
   * Bytes of lines that may wait for each other; the call that reaches it writes them, and with `"disk"` syncs them, before it
   * returns. Default: 65,536. While a group is being synced, another of that size may wait.
   */
  readonly maxQueuedBytes?: number | undefined;
  /**
   * Called with every {@link IssueMetricEventError}, before it is thrown or a promise is rejected with it, and with every
   * {@link LogRotationError}, which nothing else tells (without the hook it becomes a process warning). A promise of
   * `issueSoon` may then be ignored: its rejection with one of these does not end the process. It is not told of what is a mistake in
   * the program and was never tried: an invalid event, or one behind `close()`. It may call the logger; what it issues anew at once
   * mostly fails for the same reason.
   */
  readonly onError?: ((error: IssueMetricEventError | LogRotationError) => void) | undefined;
}
