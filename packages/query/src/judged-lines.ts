import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type JudgeCallbacks, judgeLogs, type LogFile, type Threads, type WorkerPool } from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import { LineStore } from "./line-store.js";
import { type SplitLines, splitSink } from "./lines/split-sink.js";
import type { RowSources } from "./view-sql.js";

export interface JudgedLinesJob extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly catalogue: Catalogue;
  /** Where judged lines are put, in a folder of their own. */
  readonly folder: string;
  /** Tells several readings apart. Default: 0. */
  readonly reading?: number;
  /** Events without which the answer is the same are not read. Default: all events, and bad lines. */
  readonly only: readonly string[] | undefined;
  /** Fields that are handed over. Default: all. */
  readonly columns: ReadonlySet<string> | undefined;
  readonly threads?: Threads | undefined;
  /** Threads that were started already. */
  readonly pool?: WorkerPool<SplitLines> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Judges logs and copies their valid lines, so that the database sees no others. */
export async function judgedLines(logs: readonly LogFile[], job: JudgedLinesJob): Promise<RowSources> {
  const { catalogue, folder, reading = 0, only, columns, threads, pool, signal, onUnread, onProgress } = job;
  const own = join(folder, `reading-${reading}`);
  await mkdir(own);
  const store = new LineStore(own, columns);
  try {
    await judgeLogs(logs, {
      catalogue,
      sink: splitSink({
        ...(only === undefined ? {} : { only }),
        ...(columns === undefined ? {} : { columns: [...columns] }),
      }),
      threads,
      pool,
      signal,
      onResult: (result) => store.add(result),
      onBadLine: (bad) => store.addBad(bad),
      onUnread,
      onProgress,
    });
    return await store.finish();
  } finally {
    await store.close();
  }
}
