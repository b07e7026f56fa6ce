import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Catalogue } from "@metric-events/core/runtime";
import type { Context } from "../context.js";
import { EnvironmentError, InterruptedError, systemReason, UsageError } from "../errors.js";
import { printable } from "../format/printable.js";
import { LogJudge, startThreadsFor } from "../judging/judge-log.js";
import { readJudged, totalSize } from "../judging/read-judged.js";
import type { WorkerPool } from "../judging/worker-pool.js";
import { defaultLogHint, defaultLogPath } from "../log/default-path.js";
import { logFilesOf } from "../log/log-files-of.js";
import type { CatalogueSource } from "../schemas/load-catalogue.js";
import type { Database } from "./duckdb.js";
import { LineStore } from "./line-store.js";
import type { ViewModel } from "./view-model.js";
import { type RowSources, type Rows, readParquet } from "./view-sql.js";

export interface SourceJob {
  readonly catalogue: Catalogue;
  readonly source: CatalogueSource | undefined;
  readonly context: Context;
  /** Where judged lines are put. */
  readonly folder: string;
  /** Events without which the answer is the same are not read. Default: all events, and bad lines. */
  readonly only: readonly string[] | undefined;
  /** Fields that are handed over. Default: all. */
  readonly columns: ReadonlySet<string> | undefined;
  /** Threads that were started already. */
  readonly pool?: WorkerPool<"split"> | undefined;
}

export interface Sources {
  readonly rows: RowSources;
  /** False when a log could not be read to its end. */
  readonly isComplete: boolean;
}

/**
 * Does something with a folder that is removed afterwards.
 *
 * @throws {InterruptedError} when a signal ended it, without waiting for the work.
 */
export async function withTemporaryFolder<Result>(
  work: (folder: string, interruption: AbortSignal) => Promise<Result>,
  context: Pick<Context, "interruption">,
): Promise<Result> {
  // First of all: an interruption while the folder is made must not leave it behind.
  const signal = context.interruption();
  const interruption = new Promise<never>((_, reject) => {
    const interrupt = (): void => reject(new InterruptedError(signal.reason));
    if (signal.aborted) interrupt();
    else signal.addEventListener("abort", interrupt, { once: true });
  });
  // It may come before anybody waits for it.
  interruption.catch(() => {});
  const folder = await mkdtemp(join(tmpdir(), "metric-events-query-")).catch((cause: unknown) => {
    throw new EnvironmentError(`cannot make a folder in ${tmpdir()}: ${systemReason(cause)}`, { cause });
  });
  try {
    return await Promise.race([interruption, work(folder, signal)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Judges logs and copies their valid lines, so that the database sees no others. */
export async function judgedLines(paths: readonly string[], job: SourceJob): Promise<Sources> {
  const { context, folder, only, columns } = job;
  const store = new LineStore(folder, columns);
  const judge = new LogJudge({
    ...job,
    contract: "reader",
    spec: {
      kind: "split",
      ...(only === undefined ? {} : { only }),
      ...(columns === undefined ? {} : { columns: [...columns] }),
    },
  });
  let isWhole = true;
  const receiver = {
    result: store.result.bind(store),
    badLine: store.badLine.bind(store),
    async source({ file, code, message }: { file: string; code: string; message: string }) {
      // What cannot be read at all is told by whoever reads.
      if (code === "unreadable") return;
      isWhole = false;
      await context.stderr.print(
        `metric-events: ${printable(file)}: ${message}; what was read before is in the answer\n`,
      );
    },
  };
  try {
    const logs = await logFilesOf(paths, context);
    const hint = paths.length === 0 ? defaultLogHint : "";
    const isComplete = await readJudged(logs, { judge, receiver, context, hint });
    return { rows: await store.finish(), isComplete: isComplete && isWhole };
  } finally {
    await judge.close();
    await store.close();
  }
}

/** Starts threads when the logs look large enough: they load their code while this one loads the database. */
export async function startThreads(
  paths: readonly string[],
  source: CatalogueSource | undefined,
  context: Context,
): Promise<WorkerPool<"split"> | undefined> {
  const logs = paths.length === 0 ? [await defaultLogPath(context)] : paths;
  const bytes = await totalSize(
    logs.map((path) => ({ path })),
    context,
  );
  return startThreadsFor(bytes, "split", source, context);
}

/** Whether a path is a folder, such as export writes. */
export async function isFolder(path: string, { cwd }: Context): Promise<boolean> {
  const stats = await stat(resolve(cwd, path)).catch(() => undefined);
  return stats?.isDirectory() === true;
}

/** @throws {UsageError} when it holds nothing that export wrote. */
export async function exportedRows(
  path: string,
  model: ViewModel,
  database: Database,
  context: Context,
): Promise<Sources> {
  const folder = resolve(context.cwd, path);
  const entries = new Set(await readdir(folder));
  const events = new Map<string, Rows>();
  for (const { eventName } of model.events) {
    if (!entries.has(`event=${eventName}`)) continue;
    events.set(eventName, await parquetRows(join(folder, `event=${eventName}`, "*", "*.parquet"), database));
  }
  const bad = entries.has(invalidFile)
    ? await parquetRows(join(folder, invalidFile), database)
    : ({ kind: "none" } as const);
  if (events.size === 0 && bad.kind === "none") {
    throw new UsageError(
      `${printable(path)}: a folder without event=… in it; name logs, or a folder that metric-events export --parquet wrote`,
    );
  }
  return { rows: { events, invalid: bad }, isComplete: true };
}

/** Where export puts bad lines. */
export const invalidFile = "invalid_lines.parquet";

async function parquetRows(pattern: string, { connection }: Database): Promise<Rows> {
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${readParquet(pattern)}`);
  return {
    kind: "parquet",
    pattern,
    columns: new Set(reader.getRowsJson().map(([name]) => String(name).toLowerCase())),
  };
}
