import { resolve } from "node:path";
import type { Catalogue, Event } from "@metric-events/runtime";
import { checkLogOptions } from "./check-log-options.js";
import { IssueTally, type LoggerCounters } from "./counters.js";
import { batchError, encodeAll, listOf } from "./event-batch.js";
import type { EventLoggerOptions } from "./event-logger-options.js";
import { EventQueue } from "./event-queue.js";
import { type FileSystem, nodeFileSystem } from "./file-system.js";
import { HostFiller, metricsHost } from "./host-filler.js";
import { LineBuffer } from "./line-buffer.js";
import type { LogRotationError } from "./log-rotation-error.js";
import { LogWriter } from "./log-writer.js";
import { metricsLogPath } from "./metrics-log-path.js";
import { callHook, type IssueOutcome, Outlet } from "./outlet.js";
import { Rotator } from "./rotator.js";

/** Bytes that may wait to be written together. More would hardly be faster. */
const defaultMaxQueuedBytes = 65_536;

/**
 * Appends events to a log, one line of JSON each, and keeps the file open between them. Only {@link issueSoon} buffers
 * anything in the process; its promise says when that is over.
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
  readonly #tally = new IssueTally();
  readonly #rotator: Rotator | undefined;
  readonly #options: EventLoggerOptions<E>;
  #line: LineBuffer | undefined = new LineBuffer();
  #batchLines: LineBuffer | undefined;
  #queue: EventQueue<E> | undefined;

  /**
   * The file is opened when the first event is issued.
   *
   * @throws {TypeError} for wrong options.
   */
  constructor(options: EventLoggerOptions<E>);
  /** @internal Tests inject faults through the file system. */
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
      host,
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
    const file = new LogWriter(fileSystem, fileOptions, this.#tally, this.#rotator);
    this.#outlet = new Outlet(this.path, file, catalogue, this.#tally, hostsOf(host, catalogue));
  }

  /** A copy of the counters. */
  get counters(): LoggerCounters {
    return { ...this.#tally, pending: this.#queue?.pendingCount ?? 0 };
  }

  /**
   * Logs one event synchronously. When the call returns, the whole line is as durable as requested. When it throws, the
   * event is not in the log as a whole line (except with the code `not-durable`), and the next event still starts on a
   * line of its own.
   *
   * Usually takes microseconds. Blocks for up to 50 ms when the file was just renamed, to let logrotate create the next
   * one; for about 15 ms when the file ends in a torn line, to see whether another process is still writing it; and for up
   * to 50 ms when a write is interrupted, or a terminal is busy, again and again.
   *
   * @throws {InvalidEventError} when the event is not valid under the writer contract; the log is not touched.
   * @throws {IssueMetricEventError} when the event cannot be logged; `code` and `cause` say why.
   */
  issue(event: E): void {
    const outcome = this.#append(event);
    if (outcome === undefined) return;
    const error = this.#outlet.tell(outcome, this.#options.onError);
    if (error !== undefined) throw error;
  }

  /**
   * Logs events in their order with one write(2), and with `durability: "disk"` one fdatasync(2). When the call returns,
   * all are as durable as requested. When one is not valid, none is logged.
   *
   * When the system takes only some of them (the disk becomes full), the call throws. `loggedCount` of the error says how
   * many of the first are in the log as whole lines. The others are not, and may be issued again.
   *
   * @throws {TypeError} for a value that is not a list, such as a single event; the log is not touched.
   * @throws {InvalidEventError} with the index of the event at the start of each pointer; the log is not touched.
   * @throws {IssueMetricEventError} when not all events could be logged.
   */
  issueAll(events: Iterable<E>): void {
    const batch = listOf(events);
    if (batch.length === 0) return;
    const lines = this.#batchLines ?? new LineBuffer();
    // A getter of an event, the hook and subscribers may call this again.
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
   * Logs an event together with others: one write(2), and with `durability: "disk"` one fdatasync(2), for all events that
   * are issued in the same turn of the event loop, or within `maxDelayMs`. They are logged in the order of the calls.
   *
   * The event is read, validated and encoded before the call returns. The promise is fulfilled when the event is as durable
   * as requested, and rejected when it is not in the log as a whole line (except with the code `not-durable`). Until then
   * the event is in the memory of the process, and `kill -9` loses it. Any other end of the process (`process.exit`, an
   * uncaught exception, SIGTERM, SIGINT, SIGHUP) writes it first.
   *
   * This pays off where many callers wait at the same time, or where nobody waits. A caller who awaits each event before
   * issuing the next gains nothing.
   *
   * @throws {InvalidEventError} as a rejection, when the event is not valid under the writer contract.
   * @throws {IssueMetricEventError} as a rejection, when the event cannot be logged.
   */
  issueSoon(event: E): Promise<void> {
    this.#queue ??= this.#newQueue();
    return this.#queue.put(event);
  }

  /** Writes the waiting events and blocks this thread meanwhile. When it returns, all earlier promises of `issueSoon` are settled. */
  flush(): void {
    this.#queue?.flush();
  }

  /**
   * Closes the file; the next event opens whatever the path names then. Rotation by renaming is noticed without this call.
   * It is for setups that signal a rotation anyway (`process.on("SIGHUP", () => logger.reopen())`).
   */
  reopen(): void {
    this.#outlet.file.drop();
  }

  /** Writes the waiting events and closes the file. Closing twice is harmless. */
  close(): void {
    // First, since the hook and subscribers are called below and might issue more.
    this.#outlet.refuse();
    this.#queue?.close();
    this.#outlet.file.drop();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Like {@link close}, but does not block: it awaits the device and the compression of rotated logs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue?.settled();
    this.close();
    await this.#rotator?.settled();
  }

  #append(event: E): IssueOutcome {
    const lines = this.#line ?? new LineBuffer();
    // A getter of the event, the hook and subscribers may call this again.
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

  /** Earlier events come first in the log. */
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

/** @throws {TypeError} for a host that no event can have: somebody expects it in the log. */
function hostsOf<E extends Event>(host: string | undefined, catalogue: Catalogue<E>): HostFiller<E> | undefined {
  const known = host ?? metricsHost();
  if (known === undefined) return undefined;
  const hosts = new HostFiller(known, catalogue);
  if (hosts.canFill) return hosts;
  if (host === undefined) return undefined;
  throw new TypeError(
    'Cannot make an EventLogger: host is given, but no event of the catalogue has a field for it; mark one by "origin": "host" in the schemas.',
  );
}
