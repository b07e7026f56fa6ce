import type { Event } from "@metric-events/runtime";
import type { AppendFailure } from "./append-failure.js";
import { flushAtExit, isExiting } from "./exit-flushes.js";
import type { IssueMetricEventError } from "./issue-metric-event-error.js";
import { LineBuffer } from "./line-buffer.js";
import type { PendingSync } from "./log-writer.js";
import type { Outlet } from "./outlet.js";
import { printAtExit } from "./print-at-exit.js";

/** An event whose promise is not settled. */
interface WaitingEvent<E> {
  readonly event: E;
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

/** Events that were written with one write(2). */
interface Group<E> {
  readonly events: readonly WaitingEvent<E>[];
  readonly lines: LineBuffer;
  readonly failure: AppendFailure | undefined;
}

interface SyncingGroup<E> extends Group<E> {
  readonly sync: PendingSync;
}

type Report = (error: IssueMetricEventError) => void;

interface EventQueueOptions {
  /** 0 means until the end of the current turn of the event loop. */
  readonly maxDelayMs: number;
  readonly maxQueuedBytes: number;
  readonly onError: Report | undefined;
}

/**
 * Gathers events, to write them with one write(2) and, with durability `disk`, one fdatasync(2).
 *
 * Memory is bounded: the call that reaches the limit writes and syncs the waiting lines before it returns. This is the only
 * back-pressure, and callers do not have to do anything about it.
 */
export class EventQueue<E extends Event> {
  readonly #outlet: Outlet<E>;
  readonly #options: EventQueueOptions;
  #lines = new LineBuffer();
  #spareLines: LineBuffer | undefined;
  #waiting: WaitingEvent<E>[] = [];
  #syncing: SyncingGroup<E> | undefined;
  #cancelCommit: (() => void) | undefined;
  #release: (() => void) | undefined;
  #isFlushingLast = false;

  constructor(outlet: Outlet<E>, options: EventQueueOptions) {
    this.#outlet = outlet;
    this.#options = options;
  }

  get pendingCount(): number {
    return this.#waiting.length + (this.#syncing?.events.length ?? 0);
  }

  /** Whether any event has not been written yet. */
  get hasLines(): boolean {
    return this.#waiting.length > 0;
  }

  /** The promise is fulfilled when the event is in the log, and rejected when it is not. */
  put(event: E): Promise<void> {
    let resolve!: () => void;
    let reject!: (error: unknown) => void;
    const promise = new Promise<void>((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    try {
      const lines = this.#lines;
      const place = this.#outlet.encode(lines, event);
      // A getter of the event has written the waiting events, so that another buffer is in use.
      if (lines !== this.#lines) this.#lines.take(lines, place);
      this.#waiting.push({ event, promise, resolve, reject });
      this.#release ??= flushAtExit(() => this.#flushLast());
      if (isExiting()) this.#flushLast();
      else if (this.#lines.length >= this.#options.maxQueuedBytes) this.flush();
      else this.#scheduleCommit();
    } catch (error) {
      reject(error);
    }
    return promise;
  }

  /** Settles all events, and blocks this thread meanwhile. */
  flush(): void {
    this.#flush(this.#options.onError);
    this.#outlet.dropIfClosed();
  }

  /** Settles all events without blocking. */
  async settled(): Promise<void> {
    this.#commit();
    // oxlint-disable-next-line no-await-in-loop -- Events that are put meanwhile count as well.
    while (this.#syncing !== undefined) await this.#syncing.sync.done;
  }

  /** Settles all events, and stops listening to the end of the process. */
  close(): void {
    this.flush();
    this.#release?.();
    this.#release = undefined;
  }

  #scheduleCommit(): void {
    // While a group is being synced, the next one waits for that.
    if (this.#cancelCommit !== undefined || this.#syncing !== undefined) return;
    const commit = (): void => this.#commit();
    const { maxDelayMs } = this.#options;
    if (maxDelayMs === 0) {
      const immediate = setImmediate(commit);
      this.#cancelCommit = () => clearImmediate(immediate);
    } else {
      const timer = setTimeout(commit, maxDelayMs);
      this.#cancelCommit = () => clearTimeout(timer);
    }
  }

  #commit(): void {
    if (this.#waiting.length === 0 || this.#syncing !== undefined) return;
    const group = this.#write();
    const sync = group.failure === undefined ? this.#outlet.file.syncSoon() : undefined;
    if (sync === undefined) this.#settle(group, this.#options.onError);
    else void this.#await({ ...group, sync });
    this.#outlet.dropIfClosed();
  }

  async #await(group: SyncingGroup<E>): Promise<void> {
    this.#syncing = group;
    const failure = await group.sync.done;
    // A flush was faster.
    if (this.#syncing !== group) return;
    this.#syncing = undefined;
    this.#settle({ ...group, failure }, this.#options.onError);
    this.#commit();
  }

  #flush(report: Report | undefined): void {
    const syncing = this.#syncing;
    if (syncing !== undefined) {
      this.#syncing = undefined;
      this.#settle({ ...syncing, failure: syncing.sync.now() }, report);
    }
    if (this.#waiting.length === 0) return;
    const group = this.#write();
    this.#settle({ ...group, failure: group.failure ?? this.#outlet.file.sync() }, report);
  }

  /** At the end of the process, when no later turn of the event loop will write what is put meanwhile. */
  #flushLast(): void {
    // The hook, which is called below, has put an event.
    if (this.#isFlushingLast) return;
    this.#isFlushingLast = true;
    const unreported: Error[] = [];
    const print = (error: Error): void => void unreported.push(error);
    this.#flush(this.#options.onError ?? print);
    // One more try for events that the hook has issued again. Endless tries on a full disk would keep the process alive.
    this.#flush(print);
    printAtExit(unreported);
    this.#isFlushingLast = false;
  }

  #write(): Group<E> {
    this.#cancelCommit?.();
    this.#cancelCommit = undefined;
    const events = this.#waiting;
    const lines = this.#lines;
    this.#waiting = [];
    this.#lines = this.#spareLines ?? new LineBuffer();
    this.#spareLines = undefined;
    return { events, lines, failure: this.#outlet.file.write(lines) };
  }

  #settle({ events, lines, failure }: Group<E>, report: Report | undefined): void {
    if (this.#outlet.accept(events.length, lines, failure)) {
      lines.clear();
      this.#spareLines = lines;
      for (const { resolve } of events) resolve();
      return;
    }
    const outcomes = this.#outlet.outcomes(
      events.map(({ event }) => event),
      lines,
      failure,
    );
    lines.clear();
    this.#spareLines = lines;
    // The code of others comes last, since it may use this queue.
    for (const [index, { promise, resolve, reject }] of events.entries()) {
      const error = this.#outlet.tell(outcomes[index], report);
      if (error === undefined) {
        resolve();
        continue;
      }
      // The hook was called, so the caller may ignore the rejection. Only rejected promises get a handler, since one on every
      // promise would keep all of them until the end of the turn.
      if (this.#options.onError !== undefined) promise.catch(() => undefined);
      reject(error);
    }
  }
}
