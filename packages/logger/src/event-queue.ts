import type { Event } from "@metric-events/core";
import type { AppendFailure } from "./append-failure.js";
import { flushAtExit, isExiting } from "./exit-flushes.js";
import type { IssueMetricEventError } from "./issue-metric-event-error.js";
import { LineBuffer } from "./line-buffer.js";
import type { PendingSync } from "./log-file.js";
import type { Outlet } from "./outlet.js";
import { printAtExit } from "./print-at-exit.js";

/** An event whose promise is not settled yet. */
interface WaitingEvent<E> {
  readonly event: E;
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

/** Events that were written together. */
interface Group<E> {
  readonly events: readonly WaitingEvent<E>[];
  readonly lines: LineBuffer;
  readonly failure: AppendFailure | undefined;
}

interface SyncingGroup<E> extends Group<E> {
  readonly sync: PendingSync;
}

type Report = (error: IssueMetricEventError) => void;

export interface EventQueueOptions {
  /** 0: until the end of the turn of the event loop. */
  readonly maxDelayMs: number;
  readonly maxQueuedBytes: number;
  readonly onError: Report | undefined;
}

/**
 * Events that wait for each other, to be written with one write(2) and, with durability `disk`, one fdatasync(2).
 *
 * Memory is bounded: when the lines that wait reach the limit, they are written, and synced, before the call returns. That
 * is all the back-pressure there is, and it needs nobody to heed it.
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

  /** Whether there is something that was not written yet. */
  get hasLines(): boolean {
    return this.#waiting.length > 0;
  }

  /** Resolves when the event is in the log, and rejects when it is not. */
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
      // A getter of the event has had written what waited.
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

  /** Settles every event, and blocks this thread meanwhile. */
  flush(): void {
    this.#flush(this.#options.onError);
    this.#outlet.dropIfClosed();
  }

  /** Settles every event, without blocking. */
  async settled(): Promise<void> {
    this.#commit();
    // oxlint-disable-next-line no-await-in-loop -- What is put while it waits is waited for as well.
    while (this.#syncing !== undefined) await this.#syncing.sync.done;
  }

  /** Settles every event, and lets go of the process. */
  close(): void {
    this.flush();
    this.#release?.();
    this.#release = undefined;
  }

  #scheduleCommit(): void {
    // The group behind one that is being synced is written when that is done.
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
    // Unless a flush was faster.
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

  /** At the end of the process, when nobody comes back to what is put meanwhile. */
  #flushLast(): void {
    // The hook may have put it, which is called below.
    if (this.#isFlushingLast) return;
    this.#isFlushingLast = true;
    const untold: Error[] = [];
    const print = (error: Error): void => void untold.push(error);
    this.#flush(this.#options.onError ?? print);
    // What the hook has issued again gets one more try; without end, a full disk would hold the process.
    this.#flush(print);
    printAtExit(untold);
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
    // Code of others, which may use this queue, comes last.
    for (const [index, { promise, resolve, reject }] of events.entries()) {
      const error = this.#outlet.tell(outcomes[index], report);
      if (error === undefined) {
        resolve();
        continue;
      }
      // The hook was told; nobody else has to listen. (Listening to all promises would keep them until the end of the turn.)
      if (this.#options.onError !== undefined) promise.catch(() => undefined);
      reject(error);
    }
  }
}
