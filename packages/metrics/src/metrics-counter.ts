import { open } from "node:fs/promises";
import { type JudgeCallbacks, LogError, type LogFile, originOfLog, type Threads } from "@metric-events/reader";
import { type ColumnsMeaning, type OriginatedColumns, readColumns } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { isSystemError, systemReason } from "@metric-events/system";
import { type CountedTable, countedTable, eventStateOf } from "./count/event-state.js";
import { heldAt } from "./count/figures.js";
import type { CountedLog } from "./logs/counted-log.js";
import { findUncountedLines, ReadBytes } from "./logs/find-uncounted-lines.js";
import { logBytes } from "./logs/log-bytes.js";
import { planSeries, type SeriesPlan } from "./plan/series-plan.js";
import type { MetricsState } from "./state.js";
import { familyWriters, labelsOf } from "./write/family-samples.js";
import type { WrittenFamily } from "./write/written-family.js";

export interface CountOptions extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  /** Unix time in seconds: gauges of later events are not believed. */
  readonly now: number;
  readonly threads?: Threads | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Logs beyond this many are forgotten, those first that were read first. */
const maxKnownLogs = 2000;

/**
 * Counts the events of logs into time series. What was counted stays counted: each call adds the lines that are new since the last one, also
 * when the logs were rotated, compressed, copied or deleted meanwhile.
 */
export class MetricsCounter {
  readonly plan: SeriesPlan;
  readonly #catalogue: Catalogue;
  readonly #tables: ReadonlyMap<string, CountedTable>;
  #logs: CountedLog[];
  #lines: { valid: number; bad: number };
  #lastEvent: number | undefined;

  /** @param state of the last counter, to go on from; without it, logs are counted from their beginning. */
  constructor(catalogue: Catalogue, state?: MetricsState) {
    this.#catalogue = catalogue;
    this.plan = planSeries(catalogue);
    this.#tables = new Map(
      this.plan.events.map((series) => {
        const { eventName } = series.plan;
        const known =
          state !== undefined && Object.hasOwn(state.events, eventName) ? state.events[eventName] : undefined;
        return [eventName, countedTable(series, known)];
      }),
    );
    this.#logs = [...(state?.logs ?? [])];
    this.#lines = { ...(state?.lines ?? { valid: 0, bad: 0 }) };
    this.#lastEvent = state?.lastEvent;
  }

  /** Counts what is new in logs. A log that cannot be read is reported; what was read of it before counts. */
  async count(logs: readonly LogFile[], options: CountOptions): Promise<void> {
    for (const log of logs) {
      options.signal?.throwIfAborted();
      if (log.path === undefined) await this.#read(log, options);
      else await this.#countFile(log, options);
    }
    this.#logs = this.#logs.slice(-maxKnownLogs);
  }

  /** All series as of now. @param now Unix time in seconds: gauges that are too old are left out. */
  families(now: number): readonly WrittenFamily[] {
    const { lines, lastEvent, folded } = this.plan.reading;
    const reading = { valid: this.#lines.valid, bad: this.#lines.bad };
    return [
      {
        ...lines,
        samples: Object.entries(reading).map(([verdict, value]) => ({
          name: `${lines.name}_total`,
          labels: [["verdict", verdict]],
          value,
        })),
      },
      {
        ...lastEvent,
        samples: this.#lastEvent === undefined ? [] : [{ name: lastEvent.name, labels: [], value: this.#lastEvent }],
      },
      { ...folded, samples: [{ name: folded.name, labels: [], value: this.folded.length }] },
      ...[...this.#tables.values()].flatMap(familyWriters).map(
        ({ family, labels, groups, samples }): WrittenFamily => ({
          ...family,
          samples: [...groups.entries()].flatMap(({ values, isOther, kept }) =>
            samples({
              labels: labelsOf(labels, values),
              isOther,
              figures: kept,
              gauge: (count) => heldAt(kept.gauges[count], now),
            }),
          ),
        }),
      ),
    ];
  }

  /** Labels of which further values count as `other`, such as `flavor of runner_start`. */
  get folded(): readonly string[] {
    return [...this.#tables.values()].flatMap(({ series, groups, breakdowns }) => {
      const event = series.plan.eventName;
      const labels = series.labels
        .filter((_, index) => groups.labels[index]?.isFolded === true)
        .map(({ name }) => name);
      const others = series.breakdowns
        .filter((_, index) => breakdowns[index]?.labels[1]?.isFolded === true)
        .map(({ label }) => label.name);
      const all = groups.isFolded ? ["all labels together"] : [];
      return [...labels, ...others, ...all].map((name) => `${name} of ${event}`);
    });
  }

  get state(): MetricsState {
    return {
      logs: this.#logs,
      lines: this.#lines,
      lastEvent: this.#lastEvent,
      events: Object.fromEntries([...this.#tables].map(([eventName, table]) => [eventName, eventStateOf(table)])),
    };
  }

  async #countFile(log: LogFile, options: CountOptions): Promise<void> {
    const { onUnread } = options;
    try {
      const handle = log.handle ?? (await open(log.path ?? log.name, "r"));
      try {
        const stats = await handle.stat();
        if (stats.isDirectory()) throw new LogError("unreadable", "this is a directory; name the logs in it");
        if (!stats.isFile())
          throw new LogError("unreadable", "this is not a file; what was read of it could not be known again");
        const bytes = await logBytes(log, handle);
        const origin = originOfLog(log);
        const host = origin.host ?? "";
        const found = await findUncountedLines(bytes, host, this.#logs);
        if (found === undefined) return;
        const read = new ReadBytes(found.start, bytes.head);
        const stream = read.through(bytes.chunks(found.start, found.end));
        // With its path, so that the size of a log which is new tells how many threads pay.
        await this.#read({ name: log.name, path: found.start === 0 ? log.path : undefined, origin, stream }, options);
        const packed = this.#logs[found.index]?.packed ?? [];
        this.#logs[found.index] = await read.known(bytes, host, packed);
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (!(error instanceof LogError) && !isSystemError(error)) throw error;
      const code = error instanceof LogError ? error.code : "unreadable";
      const message = error instanceof LogError ? error.message : systemReason(error);
      await onUnread?.({ file: log.name, code, message, lastLine: 0 });
    }
  }

  async #read(log: LogFile, { now, threads, signal, onUnread, onProgress }: CountOptions): Promise<void> {
    await readColumns([log], {
      catalogue: this.#catalogue,
      // Which lines stand twice must not depend on how often somebody looks.
      keepDuplicates: true,
      threads,
      signal,
      onBadLine: () => void this.#lines.bad++,
      onUnread,
      onProgress,
      isBrief: true,
      onColumns: (columns, meaning) => this.#add(columns, meaning, now),
    });
  }

  #add(columns: OriginatedColumns, meaning: ColumnsMeaning, now: number): void {
    this.#tables.get(columns.eventName)?.add(columns, meaning, now);
    this.#lines.valid += columns.times.length;
    for (const time of columns.times) {
      if (time <= now && time > (this.#lastEvent ?? Number.NEGATIVE_INFINITY)) this.#lastEvent = time;
    }
  }
}
