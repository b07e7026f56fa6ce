import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  DuplicateFinder,
  type Duplicates,
  type JudgeCallbacks,
  judgeLogs,
  type LogFile,
  orderLogs,
  originOfLog,
  type Threads,
  type WorkerPool,
} from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import { LineStore } from "./line-store.js";
import { withoutLines } from "./lines/placed-list.js";
import { type SplitLines, splitSink } from "./lines/split-sink.js";
import type { RowSources } from "./view-sql.js";

interface JudgedLinesJob extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly catalogue: Catalogue;
  /** Judged lines go into a new folder in this one. */
  readonly folder: string;
  /** Number of this reading of the same logs. Default: 0. */
  readonly reading?: number;
  /** Events to read; `undefined`: all events, and bad lines. */
  readonly only: readonly string[] | undefined;
  /** Fields to copy; `undefined`: all. */
  readonly columns: ReadonlySet<string> | undefined;
  /** The member that lines get for their place, if that is among the columns; see {@link PlacedLines}. */
  readonly placeKey: string;
  readonly threads?: Threads | undefined;
  /** Threads that already run. */
  readonly pool?: WorkerPool<SplitLines> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether lines that stand twice are copied twice. Default: once. */
  readonly keepDuplicates?: boolean | undefined;
  /** Called at the end when lines stood twice. */
  readonly onDuplicates?: ((found: Duplicates) => Promise<void> | void) | undefined;
  /** Called for lines of a log that were read, with how many. */
  readonly onRead?: ((file: string, lines: number) => void) | undefined;
  /** Called when lines had numbers that their columns do not hold, with how many. */
  readonly onUnfit?: ((lines: number) => Promise<void> | void) | undefined;
}

/** Judges logs and copies their valid lines, so that the database sees only those. */
export async function judgedLines(logs: readonly LogFile[], job: JudgedLinesJob): Promise<RowSources> {
  const { catalogue, folder, reading = 0, only, columns, placeKey, threads, pool, signal, onUnread, onProgress } = job;
  const finder = job.keepDuplicates === true ? undefined : new DuplicateFinder();
  const own = join(folder, `reading-${reading}`);
  await mkdir(own);
  const ordered = orderLogs(logs);
  const hosts = new Map(ordered.map((log) => [log.name, originOfLog(log).host]));
  const store = new LineStore(own, placeKey, columns);
  let unfit = 0;
  try {
    await judgeLogs(ordered, {
      catalogue,
      sink: splitSink({
        ...(only === undefined ? {} : { only }),
        ...(columns === undefined ? {} : { columns: [...columns] }),
        ...(columns === undefined || columns.has(placeKey) ? { placeKey } : {}),
      }),
      threads,
      pool,
      signal,
      once: finder === undefined ? undefined : { finder, without: withoutRepeated },
      onResult: async (result, place) => {
        const { file, origin, linesBefore, lines } = place;
        job.onRead?.(file, lines);
        await store.add(result, place);
        for (const { line, ...bad } of result.unfit) {
          await store.addBad({ ...bad, file, line: linesBefore + line }, origin.host);
        }
        unfit += result.unfit.length;
      },
      onBadLine: (bad) => store.addBad(bad, hosts.get(bad.file)),
      onUnread,
      onProgress,
    });
    if (unfit > 0) await job.onUnfit?.(unfit);
    if (finder !== undefined && finder.found.count > 0) await job.onDuplicates?.(finder.found);
    return await store.finish();
  } finally {
    await store.close();
  }
}

function withoutRepeated(split: SplitLines, numbers: ReadonlySet<number>): SplitLines {
  return { ...split, texts: split.texts.map((text) => withoutLines(text, numbers)) };
}
