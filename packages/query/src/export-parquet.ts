import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Duplicates, JudgeCallbacks, LogFile, Threads, UnreadLog } from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import { isSystemError, makeFolder, systemReason } from "@metric-events/system";
import { count, printable } from "@metric-events/text";
import { type Database, openDatabase } from "./duckdb.js";
import { invalidFile, refuseUnfinished, unfinishedFolder } from "./exported-rows.js";
import { farPastIn } from "./far-past-sql.js";
import { judgedLines } from "./judged-lines.js";
import { newPlaceKey } from "./lines/place-numbers.js";
import { QueryError } from "./query-error.js";
import { identifier, literal } from "./sql-names.js";
import { makeTemporaryFolder, untilAborted } from "./temporary-folder.js";
import { type ViewModel, viewModel } from "./view-model.js";
import { type RowSources, viewStatements } from "./view-sql.js";

/** Name of the partition column, unless the event has a field of this name. */
const dayColumn = "day";
const undated = "undated";

export interface ExportOptions extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly catalogue: Catalogue;
  /** A new or empty folder, relative to `cwd`. */
  readonly out: string;
  /** Default: the working directory of the process. */
  readonly cwd?: string;
  /** Without them, logs are read in this thread. */
  readonly threads?: Threads | undefined;
  /** Whether lines that stand twice are written twice. Default: once. */
  readonly keepDuplicates?: boolean | undefined;
  /** Unix time in seconds: later events are dated in the future. Default: the time of the clock. */
  readonly now?: number | undefined;
  /** Called when lines stand twice. */
  readonly onDuplicates?: ((found: Duplicates) => Promise<void> | void) | undefined;
  /** Called before logs are read, with the folders that hold everything until it is complete, for a process that ends without it. */
  readonly onBegin?: ((folders: readonly string[]) => Promise<void> | void) | undefined;
  /** Ends the export, which then throws the signal's reason and removes everything it wrote. */
  readonly signal?: AbortSignal | undefined;
}

/** How much was written. */
export interface Exported {
  readonly events: number;
  /** Bad lines, in `invalid_lines.parquet`. */
  readonly badLines: number;
}

/**
 * Writes logs as Parquet, `event=…/day=…/*.parquet`, days in UTC: all events of all logs, or none.
 *
 * @throws {QueryError} when DuckDB is missing, the folder holds something, or cannot be written, or a log cannot be read to its end.
 */
export async function exportParquet(logs: readonly LogFile[], options: ExportOptions): Promise<Exported> {
  const { out, cwd = process.cwd(), signal } = options;
  signal?.throwIfAborted();
  const folder = await makeTemporaryFolder();
  const target = resolve(cwd, out);
  const unfinished = join(target, unfinishedFolder);
  let database: Database | undefined;
  let isBegun = false;
  try {
    database = await openDatabase(folder, signal);
    await makeEmpty(target, out);
    isBegun = true;
    await mkdir(unfinished);
    await options.onBegin?.([folder, unfinished]);
    return await untilAborted(write(logs, { database, folder, target, unfinished }, options), signal);
  } finally {
    await database?.close();
    if (isBegun) await rm(unfinished, { recursive: true, force: true, maxRetries: 5 });
    await rm(folder, { recursive: true, force: true });
  }
}

interface ExportPlaces {
  readonly database: Database;
  /** Where judged lines are stored. */
  readonly folder: string;
  readonly target: string;
  readonly unfinished: string;
}

async function write(
  logs: readonly LogFile[],
  { database, folder, target, unfinished }: ExportPlaces,
  options: ExportOptions,
): Promise<Exported> {
  const { catalogue, threads, signal, keepDuplicates, onDuplicates, onUnread, onProgress } = options;
  const { now = Date.now() / 1000 } = options;
  const model = viewModel(catalogue);
  const everything = { only: undefined, columns: undefined };
  const unread: UnreadLog[] = [];
  const noting = async (each: UnreadLog): Promise<void> => {
    unread.push(each);
    await onUnread?.(each);
  };
  const reading = { catalogue, threads, signal, keepDuplicates, onDuplicates, onUnread: noting, onProgress };
  const rows = await judgedLines(logs, { ...reading, ...everything, placeKey: newPlaceKey(), folder });
  refuseIncomplete(unread);
  // A statement that begins now would not be interrupted.
  signal?.throwIfAborted();
  await database.connection.run(viewStatements(model, rows, { now, farPast: undefined }));
  const dated = model.events.filter(({ eventName }) => rows.events.has(eventName));
  const farPast = await farPastIn(dated, now, database);
  if (farPast !== undefined) await database.connection.run(viewStatements(model, rows, { now, farPast }));
  const exported = await copyAll(model, rows, unfinished, database);
  signal?.throwIfAborted();
  for (const name of await readdir(unfinished)) await rename(join(unfinished, name), join(target, name));
  return exported;
}

/** An archive replaces its logs once they are gone, and cannot say that events are missing. */
function refuseIncomplete(unread: readonly UnreadLog[]): void {
  // After the end of compressed data there are no events.
  const cut = unread.filter(({ code }) => code !== "trailing-data");
  if (cut.length === 0) return;
  const lines = cut.map(({ file, message }) => `\n  ${printable(`${file}: ${message}`)}`).join("");
  const [which, them] = cut.length === 1 ? ["a log", "it"] : [count(cut.length, "log"), "them"];
  throw new QueryError(
    "incomplete-log",
    `nothing was exported, because ${which} cannot be read to the end; repair ${them} or leave ${them} out:${lines}`,
  );
}

async function copyAll(model: ViewModel, rows: RowSources, to: string, database: Database): Promise<Exported> {
  let events = 0;
  for (const view of model.events) {
    if (!rows.events.has(view.eventName)) continue;
    const day = `coalesce(strftime(${identifier(view.timeColumn)}, '%Y-%m-%d'), ${literal(undated)})`;
    const hasDay = view.columns.some(({ name }) => name.toLowerCase() === dayColumn);
    const partition = hasDay ? "partition_day" : dayColumn;
    events += await copy(
      `(SELECT *, ${day} AS ${partition} FROM ${identifier(view.name)})`,
      join(to, `event=${view.snakeName}`),
      `PARTITION_BY (${partition}), `,
      database,
    );
  }
  const badLines =
    rows.invalid.kind === "none" ? 0 : await copy(identifier(model.invalid.name), join(to, invalidFile), "", database);
  return { events, badLines };
}

async function copy(from: string, to: string, options: string, { connection }: Database): Promise<number> {
  try {
    const { rowsChanged } = await connection.run(
      `COPY ${from} TO ${literal(to)} (FORMAT parquet, ${options}COMPRESSION zstd)`,
    );
    return rowsChanged;
  } catch (cause) {
    throw new QueryError("unwritable", `cannot write ${to}: ${systemReason(cause)}`, { cause });
  }
}

/** Makes sure that an export never mixes with existing files. */
async function makeEmpty(path: string, out: string): Promise<void> {
  try {
    makeFolder(path);
    const entries = new Set(await readdir(path));
    if (entries.size === 0) return;
    refuseUnfinished(entries, out);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const reason =
      cause.code === "EEXIST" || cause.code === "ENOTDIR" ? "it is a file; name a new folder" : systemReason(cause);
    throw new QueryError("unwritable", `cannot write to ${printable(out)}: ${reason}`, { cause });
  }
  throw new QueryError("not-empty", `${printable(out)} is not empty; name a new folder`);
}
