import type { Catalogue, Event } from "@metric-events/runtime";
import type { Owner } from "./check-log-file.js";
import type { IssueMetricEventError } from "./issue-metric-event-error.js";
import type { LogRotationError } from "./log-rotation-error.js";
import type { Durability } from "./log-writer.js";
import type { RotateOptions } from "./rotator.js";

export interface EventLoggerOptions<E extends Event> {
  /** The events that may be logged: the generated `catalogue`, your own or the one of `@metric-events/core`. */
  readonly catalogue: Catalogue<E>;
  /** The log. Default: {@link metricsLogPath} when the logger is created. A relative path is resolved at the same moment. */
  readonly path?: string | undefined;
  /**
   * The machine that its events come from. It is written into the field that their schemas mark by `origin`, where an event does not have
   * that itself; events without such a field stay as they are. Default: `METRICS_HOST` when the logger is created, if it is set and not
   * empty; else none.
   */
  readonly host?: string | undefined;
  /**
   * What is certain when `issue` returns, or the promise of `issueSoon` is fulfilled. Default: `"kernel"`.
   *
   * - `"kernel"`: write(2) took the whole line, which survives the end of this process, however violent.
   * - `"disk"`: fdatasync(2) confirmed the line too (and fsync(2) the folder of a new file), which survives a power
   *   failure unless the device confirms falsely. Each event or group of events waits for the device.
   */
  readonly durability?: Durability | undefined;
  /** Permissions of a new log, from which the umask of the process is taken away (open(2)). Default: `0o644`. */
  readonly mode?: number | undefined;
  /**
   * The user and group that the log is given to when it is opened, if they differ. Requires root. Refuses a symbolic link, a
   * file with other hard links, and a file that belongs neither to this user nor to the owner. Default: none.
   */
  readonly owner?: Owner | undefined;
  /**
   * When the logger checks that the path still names the open file. Default: `"often"`.
   *
   * - `"often"`: before a write, unless the last check was within 0.25 ms.
   * - `"always"`: before each write, at the cost of one stat(2).
   */
  readonly checkPath?: "often" | "always" | undefined;
  /** Has the logger rotate its log itself, for use without logrotate(8), as in a container. Default: no rotation. */
  readonly rotate?: RotateOptions | undefined;
  /**
   * How long an event of `issueSoon` waits for others at most, in milliseconds. Default: 0, which means until the end of
   * the current turn of the event loop.
   */
  readonly maxDelayMs?: number | undefined;
  /**
   * How many bytes of lines may wait. The call that reaches this limit writes them, and with `"disk"` syncs them, before it
   * returns. Default: 65,536. While one group is being synced, another one of this size may wait.
   */
  readonly maxQueuedBytes?: number | undefined;
  /**
   * Called with every {@link IssueMetricEventError} before it is thrown or rejects a promise, and with every
   * {@link LogRotationError}, which is a process warning without this hook. With the hook, promises of `issueSoon` may be
   * ignored: a rejection that the hook was called for does not end the process. The hook is not called for mistakes of the
   * program, which were never tried: an event that is invalid, too long, or issued after `close()`. The hook may call the logger, but an
   * event that it issues again at once mostly fails for the same reason.
   */
  readonly onError?: ((error: IssueMetricEventError | LogRotationError) => void) | undefined;
}
