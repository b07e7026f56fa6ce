import { resolve } from "node:path";
import { type Catalogue, type Event, type MetricEvent, catalogue as runnerEvents } from "@metric-events/core";
import { AppendFailure } from "./append-failure.js";
import { checkLogOptions, checkOptionNames } from "./check-log-options.js";
import { closedMessage, failureCode, failureMessage } from "./explain-failure.js";
import { type FileSystem, nodeFileSystem } from "./file-system.js";
import { IssueMetricEventError } from "./issue-metric-event-error.js";
import { type Durability, LogFile } from "./log-file.js";
import { metricsLogPath } from "./metrics-log-path.js";

export interface EventLoggerOptions<E extends Event = MetricEvent> {
  /**
   * The log. Default: {@link metricsLogPath}, read when the logger is made. A relative path is resolved at that moment.
   */
  readonly path?: string | undefined;
  /** The events that may be logged. Default: the runner events of `@metric-events/core`. */
  readonly catalogue?: Catalogue<E> | undefined;
  /**
   * What has happened when `issue` returns. Default: `"kernel"`.
   *
   * - `"kernel"`: write(2) took the whole line; it survives the end of this process, however violent.
   * - `"disk"`: fdatasync(2) confirmed it as well (and fsync(2) the folder, for a new file); it survives a power
   *   failure, as far as the device tells the truth. Costs the latency of the device, for each event.
   */
  readonly durability?: Durability | undefined;
  /** Permissions of a log that has to be created, before the process's umask (open(2)). Default: `0o644`. */
  readonly mode?: number | undefined;
}

/**
 * Appends events to a log, one line of JSON each, and holds the file open between them. Nothing is buffered in the
 * process.
 *
 * Any number of loggers, in any number of processes, may write one log, and logrotate(8) may rename it at any moment.
 *
 * @example
 * ```ts
 * using logger = new EventLogger({ path: "/var/log/fleet.log", catalogue: fleetEvents });
 * logger.issue(VmBooted({ zone: "a", duration: 3.5 }));
 * ```
 */
export class EventLogger<E extends Event = MetricEvent> {
  /** Absolute path of the log. */
  readonly path: string;
  readonly #catalogue: Catalogue<E>;
  readonly #file: LogFile;
  #isClosed = false;

  /**
   * Opens nothing yet: the first event does.
   *
   * @throws {TypeError} for options that make no sense.
   */
  constructor(options?: EventLoggerOptions<E>);
  /** @internal For tests, which inject faults at the boundary. */
  constructor(options: EventLoggerOptions<E>, fileSystem: FileSystem);
  constructor(options: EventLoggerOptions<E> = {}, fileSystem: FileSystem = nodeFileSystem) {
    checkOptionNames(options);
    const { path = metricsLogPath(), durability = "kernel", mode = 0o644, catalogue } = options;
    checkLogOptions({ path, durability, mode, catalogue });
    this.path = resolve(path);
    // Without a catalogue, E is what its default says: the runner events.
    this.#catalogue = catalogue ?? (runnerEvents as unknown as Catalogue<E>);
    this.#file = new LogFile(fileSystem, this.path, mode, durability);
  }

  /**
   * Logs one event, synchronously. When it returns, the whole line is as durable as asked for. When it throws, the
   * event is not in the log as a whole line (except for the code `not-durable`), and the next event still starts on a
   * line of its own.
   *
   * Usually takes microseconds. Blocks for up to 50 ms when the file has just been renamed away, to let logrotate
   * create the next one; for some 15 ms when it ends in a torn line, to see whether another process is still writing
   * it; and for up to 50 ms when a write is interrupted, or a terminal busy, again and again.
   *
   * @throws {InvalidEventError} when it is no valid event under the writer contract; the log is not touched.
   * @throws {IssueMetricEventError} when it cannot be logged; `code` and `cause` say why.
   */
  issue(event: E): void {
    const json = this.#catalogue.serialize(event);
    if (this.#isClosed) {
      throw new IssueMetricEventError(closedMessage(this.path, nameIn(json)), {
        code: "closed",
        path: this.path,
        event,
      });
    }
    try {
      this.#file.append(json);
    } catch (error) {
      if (!(error instanceof AppendFailure)) throw error;
      const message = failureMessage(error, this.path, nameIn(json));
      throw new IssueMetricEventError(message, {
        code: failureCode(error),
        path: this.path,
        event,
        cause: error.cause,
      });
    }
  }

  /**
   * Lets go of the file; the next event opens what the path names then. Rotation by rename needs no call: it is noticed
   * at once. This is for those who signal it anyway (`process.on("SIGHUP", () => logger.reopen())`).
   */
  reopen(): void {
    this.#file.drop();
  }

  /** Closes the file. Nothing is pending: every event that was accepted is in the log. Closing twice is harmless. */
  close(): void {
    this.#isClosed = true;
    this.#file.drop();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** The name as it would have been logged: the event itself may have getters. */
function nameIn(json: string): string {
  const event: Event = JSON.parse(json);
  return event.event;
}
