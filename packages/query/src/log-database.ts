import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Duplicates,
  type JudgeCallbacks,
  type LogFile,
  startThreads,
  type Threads,
  totalSize,
  type WorkerPool,
} from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import { checkStatement } from "./check-statement.js";
import { type Database, lockDown, openDatabase } from "./duckdb.js";
import { exportedRows } from "./exported-rows.js";
import { farPastIn, mayReadAnomalies } from "./far-past-sql.js";
import { judgedLines } from "./judged-lines.js";
import { newPlaceKey } from "./lines/place-numbers.js";
import { type SplitLines, splittingCost } from "./lines/split-sink.js";
import { namedEvents, namedPairs } from "./named-events.js";
import { neededColumns } from "./needed-columns.js";
import { pairStatements } from "./pairs/pair-sql.js";
import { type PairView, pairedFields, pairViews } from "./pairs/pair-view.js";
import { pairEvents } from "./pairs/paired-events.js";
import type { ParquetGroup, ParquetTables } from "./parquet-tables.js";
import { QueryError } from "./query-error.js";
import { type QueryRows, rowsOf } from "./query-rows.js";
import { sqlError } from "./sql-error.js";
import { makeTemporaryFolder, untilAborted } from "./temporary-folder.js";
import { type ViewModel, viewModel } from "./view-model.js";
import { noRows, type RowSources, type Rows, viewStatements } from "./view-sql.js";

/** What can be queried: logs, a folder that an export wrote, or Parquet files with known columns. */
export type QuerySource = readonly LogFile[] | { readonly archive: string } | { readonly tables: ParquetTables };

export interface LogDatabaseOptions extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly catalogue: Catalogue;
  /** Without them, logs are read in this thread. */
  readonly threads?: Threads | undefined;
  /** Interrupts the running statement; calls then throw the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Whether lines that stand twice are two rows. Default: one. */
  readonly keepDuplicates?: boolean | undefined;
  /** Unix time in seconds: later events are dated in the future. Default: the time of the clock. */
  readonly now?: number | undefined;
  /** Called when lines stand twice in what was read. */
  readonly onDuplicates?: ((found: Duplicates) => Promise<void> | void) | undefined;
  /** Called when lines have numbers that their columns do not hold, with how many: they are bad lines. */
  readonly onUnfit?: ((lines: number) => Promise<void> | void) | undefined;
}

/** SQL over logs. The caller closes it. */
export interface LogDatabase {
  /**
   * Answers one statement that reads. Reads from the logs only what the statement needs; later statements that need no more reuse it.
   *
   * @throws {QueryError} for anything but one statement that reads, and for one that fails.
   */
  rows(sql: string): Promise<QueryRows>;
  close(): Promise<void>;
  /** Holds all files of the database until `close`, for a process that ends without it. */
  readonly folder: string;
}

/**
 * Opens a database with a view for each event, one for all events and one for bad lines ({@link viewModel}). Queries can access only these
 * views: no files, no network, no settings.
 *
 * @throws {QueryError} `no-duckdb` when DuckDB is not installed.
 */
export async function openLogDatabase(source: QuerySource, options: LogDatabaseOptions): Promise<LogDatabase> {
  const { signal } = options;
  signal?.throwIfAborted();
  const folder = await makeTemporaryFolder();
  const closing: (() => Promise<void> | void)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).toReversed()) await each();
  };
  try {
    const pool = isLogs(source) ? await startedPool(source, options) : undefined;
    if (pool !== undefined) closing.push(() => pool.close());
    const database = await openDatabase(folder, signal);
    closing.push(() => database.close());
    const answerer = new Answerer(source, { ...options, folder, database, pool });
    await answerer.prepare();
    return { rows: (sql) => untilAborted(answerer.rows(sql), signal), close, folder };
  } catch (error) {
    await close();
    throw error;
  }
}

function foldersOf(source: QuerySource): readonly string[] {
  if ("archive" in source) return [source.archive];
  return "tables" in source ? [source.tables.folder] : [];
}

function isLogs(source: QuerySource): source is readonly LogFile[] {
  return Array.isArray(source);
}

/** Started early, so that the threads load their code while this one loads the database. */
async function startedPool(
  logs: readonly LogFile[],
  { threads }: LogDatabaseOptions,
): Promise<WorkerPool<SplitLines> | undefined> {
  return startThreads(await totalSize(logs), splittingCost, threads);
}

interface AnswererParts extends LogDatabaseOptions {
  readonly folder: string;
  readonly database: Database;
  readonly pool: WorkerPool<SplitLines> | undefined;
}

/** What a query needs from the logs; `undefined`: everything. */
interface Needs {
  readonly only: readonly string[] | undefined;
  readonly columns: ReadonlySet<string> | undefined;
}

/** With it, a plan shows that a query reads the file and the host of lines. */
const anyFile = [{ name: "", host: "" }];

class Answerer {
  readonly #source: QuerySource;
  readonly #parts: AnswererParts;
  readonly #model: ViewModel;
  #read: { readonly needs: Needs; readonly rows: RowSources } | undefined;
  #readings = 0;
  readonly #placeKey = newPlaceKey();
  readonly #pairs: readonly PairView[];
  /** Files of the pairs that were made, by the rows that they are of and by the name of their view. */
  #paired: { readonly of: RowSources; readonly files: Map<string, string> } | undefined;
  #pairings = 0;
  #farPast: { readonly of: RowSources; readonly border: number | undefined } | undefined;
  readonly #now: number;

  constructor(source: QuerySource, parts: AnswererParts) {
    this.#source = source;
    this.#parts = parts;
    this.#now = parts.now ?? Date.now() / 1000;
    this.#model = viewModel(parts.catalogue);
    this.#pairs = pairViews(parts.catalogue, this.#model);
  }

  async prepare(): Promise<void> {
    const { database, folder } = this.#parts;
    await writeFile(this.#noPairs, "");
    await lockDown(database, [folder, ...foldersOf(this.#source)]);
  }

  async rows(sql: string): Promise<QueryRows> {
    const { database, signal } = this.#parts;
    const { connection } = database;
    signal?.throwIfAborted();
    // Views without rows come first: they show mistakes in the query, and what it reads, before the logs are read.
    const none = isLogs(this.#source) ? await this.#noLines() : noRows;
    const judging = { now: this.#now, farPast: undefined };
    await connection.run(
      `${viewStatements(this.#model, none, judging)};\n${pairStatements(this.#pairs, () => this.#noPairs)}`,
    );
    await checkStatement(sql, database);
    const rows = await this.#rowsFor(sql);
    // An interrupt that came before does not affect a statement that begins now.
    signal?.throwIfAborted();
    await connection.run(viewStatements(this.#model, rows, judging));
    const farPast = mayReadAnomalies(sql) ? await this.#farPastIn(rows) : undefined;
    if (farPast !== undefined) await connection.run(viewStatements(this.#model, rows, { ...judging, farPast }));
    await this.#pair(sql, rows);
    const result = await connection.stream(sql).catch((error: unknown) => {
      throw sqlError(error);
    });
    return rowsOf(result, database, signal);
  }

  /** By the events that the query reads. */
  async #farPastIn(rows: RowSources): Promise<number | undefined> {
    if (this.#farPast?.of === rows) return this.#farPast.border;
    const dated = this.#model.events.filter(({ eventName, envelope }) => {
      const source = rows.events.get(eventName);
      return source !== undefined && (source.kind !== "lines" || source.columns?.has(envelope.timeField) !== false);
    });
    const border = await farPastIn(dated, this.#now, this.#parts.database);
    this.#farPast = { of: rows, border };
    return border;
  }

  async #rowsFor(sql: string): Promise<RowSources> {
    const { database } = this.#parts;
    if ("archive" in this.#source) return exportedRows(this.#source.archive, this.#model, database);
    if ("tables" in this.#source) return tableRows(this.#source.tables);
    const needs: Needs = {
      only: namedEvents(sql, this.#model, this.#pairs),
      columns: this.#withPairing(sql, await neededColumns(sql, this.#model, this.#placeKey, database)),
    };
    if (this.#read !== undefined && covers(this.#read.needs, needs)) return this.#read.rows;
    if (this.#read !== undefined && this.#source.some(({ stream }) => stream !== undefined)) {
      throw new QueryError("read-already", "this query needs more of a stream than was read for an earlier one");
    }
    // A second reading reads everything, so that a third is never needed.
    const wanted = this.#read === undefined ? needs : { only: undefined, columns: undefined };
    const rows = await judgedLines(this.#source, {
      ...this.#parts,
      ...wanted,
      placeKey: this.#placeKey,
      reading: this.#readings++,
    });
    this.#read = { needs: wanted, rows };
    return rows;
  }

  get #noPairs(): string {
    return join(this.#parts.folder, "no-pairs.csv");
  }

  /** The columns that a query needs, and those that pairing needs for it. */
  #withPairing(sql: string, columns: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined {
    if (columns === undefined) return undefined;
    const paired = namedPairs(sql, this.#pairs);
    return paired.length === 0 ? columns : new Set([...columns, this.#placeKey, ...paired.flatMap(pairedFields)]);
  }

  /** Pairs the events of the views that a query names. */
  async #pair(sql: string, rows: RowSources): Promise<void> {
    const { database, folder } = this.#parts;
    if (this.#paired?.of !== rows) this.#paired = { of: rows, files: new Map() };
    const { files } = this.#paired;
    for (const view of namedPairs(sql, this.#pairs)) {
      if (files.has(view.name)) continue;
      files.set(view.name, await pairEvents(view, folder, `pairs-${this.#pairings++}.csv`, database));
    }
    await database.connection.run(pairStatements(this.#pairs, ({ name }) => files.get(name) ?? this.#noPairs));
  }

  /** Empty sources with the same form as those of logs. */
  async #noLines(): Promise<RowSources> {
    const file = join(this.#parts.folder, "no-lines.ndjson");
    await writeFile(file, "");
    const rows: Rows = { kind: "lines", file, places: { key: this.#placeKey, files: anyFile } };
    return { events: new Map(this.#model.events.map(({ eventName }) => [eventName, rows])), invalid: rows };
  }
}

function tableRows({ events, invalid }: ParquetTables): RowSources {
  return { events: new Map([...events].map(([name, groups]) => [name, rowsIn(groups)])), invalid: rowsIn(invalid) };
}

function rowsIn(groups: readonly ParquetGroup[]): Rows {
  return { kind: "files", groups };
}

function covers(read: Needs, needs: Needs): boolean {
  return isWithin(needs.only, read.only) && isWithin(needs.columns, read.columns);
}

function isWithin(part: Iterable<string> | undefined, whole: Iterable<string> | undefined): boolean {
  if (whole === undefined) return true;
  const names = new Set(whole);
  return part !== undefined && [...part].every((name) => names.has(name));
}
