import { resolve } from "node:path";
import type { Event } from "@metric-events/core";
import { checkLogOptions } from "./check-log-options.js";
import { type LoggerCounters, Tally } from "./counters.js";
import { batchError, encodeAll, listOf } from "./event-batch.js";
import type { EventLoggerOptions } from "./event-logger-options.js";
import { EventQueue } from "./event-queue.js";
import { type FileSystem, nodeFileSystem } from "./file-system.js";
import { LineBuffer } from "./line-buffer.js";
import { LogFile } from "./log-file.js";
import type { LogRotationError } from "./log-rotation-error.js";
import { metricsLogPath } from "./metrics-log-path.js";
import { callHook, type Outcome, Outlet } from "./outlet.js";
import { Rotator } from "./rotator.js";

/** Bytes that may wait to be written together: more of them would hardly be faster. */
const defaultMaxQueuedBytes = 65_536;

/**
 * Appends events to a log, one line of JSON each, and holds the file open between them. Nothing is buffered in the
 * process, unless by {@link issueSoon}, which tells when it is not any more.
 *
 * Any number of loggers, in any number of processes, may write one log, and logrotate(8) may rename it at any moment.
 *
 * @example
 * ```ts
 * using logger = new EventLogger({ path: "/var/log/fleet.log", catalogue: fleetEvents });
 * logger.issue(VmBooted({ zone: "a", duration: 3.5 }));
 * ```
 */
export class EventLogger<E extends Event> {
  /** Absolute path of the log. */
  readonly path: string;
  readonly #outlet: Outlet<E>;
  readonly #tally = new Tally();
  readonly #rotator: Rotator | undefined;
  readonly #options: EventLoggerOptions<E>;
  #line: LineBuffer | undefined = new LineBuffer();
  #batchLines: LineBuffer | undefined;
  #queue: EventQueue<E> | undefined;

  /**
   * Opens nothing yet: the first event does.
   *
   * @throws {TypeError} for options that make no sense.
   */
  constructor(options: EventLoggerOptions<E>);
  /** @internal For tests, which inject faults at the boundary. */
  constructor(options: EventLoggerOptions<E>, fileSystem: FileSystem);
  constructor(options: EventLoggerOptions<E>, fileSystem: FileSystem = nodeFileSystem) {
    checkLogOptions(options);
    const {
      path = metricsLogPath(),
      catalogue,
      durability = "kernel",
      mode = 0o644,
      owner,
      checkPath,
      rotate,
    } = options;
    this.path = resolve(path);
    this.#options = { ...options };
    this.#rotator =
      rotate === undefined
        ? undefined
        : new Rotator(fileSystem, this.path, mode, rotate, (error) => this.#reportRotation(error));
    const isAlwaysChecked = checkPath === "always";
    const isSynced = durability === "disk";
    const fileOptions = { path: this.path, mode, owner: owner && { ...owner }, isAlwaysChecked, isSynced };
    const file = new LogFile(fileSystem, fileOptions, this.#tally, this.#rotator);
    this.#outlet = new Outlet(this.path, file, catalogue, this.#tally);
  }

  /** A copy of what was counted until now. */
  get counters(): LoggerCounters {
    return { ...this.#tally, pending: this.#queue?.pendingCount ?? 0 };
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
    const outcome = this.#append(event);
    if (outcome === undefined) return;
    const error = this.#outlet.tell(outcome, this.#options.onError);
    if (error !== undefined) throw error;
  }

  /**
   * Logs events with one write(2), one behind the other in the log, and with `durability: "disk"` one fdatasync(2). When it
   * returns, all are as durable as asked for. When one is no valid event, none is logged.
   *
   * When the system takes only some of them (a disk that becomes full), it throws; `loggedCount` of the error tells how
   * many, from the first on, are in the log as whole lines. The others are not, and may be issued again.
   *
   * @throws {TypeError} for what is no list, such as a single event; the log is not touched.
   * @throws {InvalidEventError} that begins each pointer with the event's place in the list; the log is not touched.
   * @throws {IssueMetricEventError} when not all could be logged.
   */
  issueAll(events: Iterable<E>): void {
    const batch = listOf(events);
    if (batch.length === 0) return;
    const lines = this.#batchLines ?? new LineBuffer();
    // A getter of an event may come back here, as may the hook and subscribers that are told of what was written before.
    this.#batchLines = undefined;
    try {
      encodeAll(this.#outlet, lines, batch);
      this.#writeQueued();
      const failure = this.#outlet.file.write(lines) ?? this.#outlet.file.sync();
      if (this.#outlet.accept(batch.length, lines, failure)) return;
      const outcomes = this.#outlet.outcomes(batch, lines, failure);
      const error = failure === undefined ? undefined : batchError(this.path, lines, batch, failure);
      for (const outcome of outcomes) if (typeof outcome === "string") this.#outlet.tell(outcome, undefined);
      if (error === undefined) return;
      callHook(this.#options.onError, error);
      throw error;
    } finally {
      lines.clear();
      this.#batchLines = lines;
      this.#outlet.dropIfClosed();
    }
  }

  /**
   * Logs an event together with the others of the moment: one write(2), and with `durability: "disk"` one fdatasync(2), for
   * all that were issued in the same turn of the event loop, or within `maxDelayMs`. The order is that of the calls.
   *
   * The event is read, validated and encoded before the call returns. The promise is resolved when it is as durable as asked
   * for, and rejected when it is not in the log as a whole line (except for the code `not-durable`). Until then it is in the
   * memory of the process: `kill -9` takes it along. At the end of the process by other means (`process.exit`, an uncaught
   * exception, SIGTERM, SIGINT, SIGHUP), it is written.
   *
   * Only worth it where many callers wait at the same time, or nobody does: one who awaits each event before the next gains
   * nothing.
   *
   * @throws {InvalidEventError} as a rejection, when it is no valid event under the writer contract.
   * @throws {IssueMetricEventError} as a rejection, when it cannot be logged.
   */
  issueSoon(event: E): Promise<void> {
    this.#queue ??= this.#newQueue();
    return this.#queue.put(event);
  }

  /** Writes what waits, blocking this thread. When it returns, every promise that `issueSoon` gave before is settled. */
  flush(): void {
    this.#queue?.flush();
  }

  /**
   * Lets go of the file; the next event opens what the path names then. Rotation by rename needs no call: it is noticed
   * at once. This is for those who signal it anyway (`process.on("SIGHUP", () => logger.reopen())`).
   */
  reopen(): void {
    this.#outlet.file.drop();
  }

  /** Writes what waits, and closes the file. Closing twice is harmless. */
  close(): void {
    // First, so that nothing joins what waits: the hook and subscribers are told of it.
    this.#outlet.refuse();
    this.#queue?.close();
    this.#outlet.file.drop();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Like {@link close}, but waits for the device and for the compression of rotated logs without blocking. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue?.settled();
    this.close();
    await this.#rotator?.settled();
  }

  #append(event: E): Outcome {
    const lines = this.#line ?? new LineBuffer();
    // A getter of the event may come back here, as may the hook and subscribers that are told of what was written before.
    this.#line = undefined;
    try {
      this.#outlet.encode(lines, event);
      this.#writeQueued();
      const failure = this.#outlet.file.write(lines) ?? this.#outlet.file.sync();
      return this.#outlet.accept(1, lines, failure) ? undefined : this.#outlet.outcomes([event], lines, failure)[0];
    } finally {
      lines.clear();
      this.#line = lines;
      this.#outlet.dropIfClosed();
    }
  }

  /** What was issued before is to stand before. */
  #writeQueued(): void {
    if (this.#queue?.hasLines === true) this.#queue.flush();
  }

  #newQueue(): EventQueue<E> {
    const { maxDelayMs = 0, maxQueuedBytes = defaultMaxQueuedBytes, onError } = this.#options;
    return new EventQueue(this.#outlet, { maxDelayMs, maxQueuedBytes, onError });
  }

  #reportRotation(error: LogRotationError): void {
    const { onError } = this.#options;
    if (onError === undefined) process.emitWarning(error);
    else callHook(onError, error);
  }
}
