import { maxLineBytes } from "@metric-events/reader";
import { pause } from "../pause.js";
import type { ShipSink, ShipSinkFactory, SinkOptions } from "../sink/ship-sink.js";
import { readPosition } from "../source/read-position.js";
import type { ShipBlock, ShipOrigin, ShipPosition } from "../source/ship-position.js";
import { DatabaseConnection, type DatabasePatience } from "./connection.js";
import { type ConnectionSettings, connectionSettings } from "./connection-settings.js";
import { failureOf } from "./failure.js";
import { createTables, filesTable, positionsTable, type SqlDatabase } from "./sql/create-tables.js";
import type { EventTable } from "./sql/event-table.js";
import { quotedName } from "./sql/identifier.js";
import { insertions } from "./sql/insert.js";
import { kept, type LineRow, RowMaker, textOf } from "./sql/line-rows.js";

const patience: DatabasePatience = { firstPauseMs: 500, mostPauseMs: 30_000, giveUpMs: Number.POSITIVE_INFINITY };
/** For a run that somebody waits for, such as one of cron. */
const patienceOnce: DatabasePatience = { ...patience, mostPauseMs: 5_000, giveUpMs: 60_000 };
const lockPauseMs = 1000;

/** Adds lines to tables of PostgreSQL, each once: where a log goes on is in the same transaction. */
export const postgresSink: ShipSinkFactory = (options) => new PostgresSink(options);

/** The sink of one log. */
class PostgresSink implements ShipSink {
  readonly takesAnyHost = true;
  readonly limits = { maxLines: 2000, maxBytes: 1024 * 1024, maxLineBytes };
  readonly #options: SinkOptions;
  #opened: Opened | undefined;

  constructor(options: SinkOptions) {
    this.#options = options;
  }

  async open(origin: ShipOrigin): Promise<ShipPosition | undefined> {
    await this.close();
    const { to, env, cwd, signal, once, onNotice, counts } = this.#options;
    const settings = connectionSettings(to, env, cwd);
    for (const notice of settings.notices) await onNotice(notice);
    const onRetry = (): void => void counts.retries++;
    const connection = new DatabaseConnection({
      settings,
      patience: once ? patienceOnce : patience,
      signal,
      onNotice,
      onRetry,
    });
    const opened: Opened = { connection, settings, origin, tables: new Map(), files: new Map(), isFresh: true };
    this.#opened = opened;
    return this.#run(opened, async (database) => {
      const { rows } = await database.query(
        `SELECT position FROM ${nameIn(settings, positionsTable)} WHERE host = $1 AND log = $2`,
        [origin.host, textOf(origin.log)],
      );
      const position = readPosition(rows[0]?.["position"]);
      opened.isFresh = position === undefined;
      return position;
    });
  }

  async send(block: ShipBlock): Promise<boolean> {
    const opened = this.#opened;
    if (opened === undefined) throw new Error("the sink is not open");
    const rows = new RowMaker(this.#options.catalogue, opened.tables).rowsOf(block);
    const added = await this.#add(opened, block, rows);
    if (rows.length > 0 && added === 0) this.#options.counts.duplicates++;
    return true;
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.connection.close();
  }

  /** All rows at once; if the database has something against one of them, each by itself. */
  async #add(opened: Opened, block: ShipBlock, rows: readonly LineRow[]): Promise<number> {
    const work = (add: typeof addRows): Promise<Added> =>
      this.#run(opened, (database) =>
        transaction(database, async () => {
          const file = await fileNumber(database, opened, block);
          const added = await add(database, opened, file, rows);
          await savePosition(database, opened, block);
          return { file, added };
        }),
      );
    let done: Added;
    try {
      done = await work(addRows);
    } catch (error) {
      if (failureOf(error).kind !== "data") throw error;
      done = await work(addEach);
    }
    // Only now: what was rolled back is not there.
    opened.files.set(keyOf(block), done.file);
    return done.added;
  }

  #run<Result>(opened: Opened, work: (database: SqlDatabase) => Promise<Result>): Promise<Result> {
    return opened.connection.run(work, (database) => this.#prepare(database, opened));
  }

  /** On each connection: nobody else adds this log at the same time, and the tables are there. */
  async #prepare(database: SqlDatabase, opened: Opened): Promise<void> {
    const { signal, catalogue, onNotice } = this.#options;
    const { settings, origin } = opened;
    await database.query("SET timezone = 'UTC'");
    const key = JSON.stringify([settings.schema, origin.host, origin.log]);
    for (let isTold = false; ; isTold = true) {
      const { rows } = await database.query("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS is_mine", [
        textOf(key),
      ]);
      if (rows[0]?.["is_mine"] === true) break;
      if (!isTold)
        await onNotice(
          `${opened.connection.name}: another process is adding the lines of ${textOf(origin.log)} from host ${origin.host}; waiting for it to end`,
        );
      await pause(lockPauseMs, signal);
    }
    // Tables are for all hosts, whose programs may start at the same time.
    const { tables, notices } = await transaction(database, async () => {
      await database.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
        `metric-events ${settings.schema}`,
      ]);
      return createTables(database, settings.schema, catalogue);
    });
    for (const notice of notices) await onNotice(`${opened.connection.name}: ${notice}`);
    opened.tables = tables;
  }
}

interface Added {
  /** The number of the file in the database. */
  readonly file: string;
  readonly added: number;
}

interface Opened {
  readonly connection: DatabaseConnection;
  readonly settings: ConnectionSettings;
  readonly origin: ShipOrigin;
  tables: Map<string, EventTable>;
  /** The numbers of files in the database, by what the blocks say of them. */
  readonly files: Map<string, string>;
  /** Whether the database did not know how far the log was added. */
  isFresh: boolean;
}

async function transaction<Result>(database: SqlDatabase, work: () => Promise<Result>): Promise<Result> {
  await database.query("BEGIN");
  try {
    const result = await work();
    await database.query("COMMIT");
    return result;
  } catch (error) {
    await database.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** @returns how many were not there yet. */
async function addRows(
  database: SqlDatabase,
  { settings, tables }: Opened,
  file: string,
  rows: readonly LineRow[],
): Promise<number> {
  let added = 0;
  for (const { text, values } of insertions(settings.schema, file, rows, tables)) {
    added += (await database.query(text, values)).rowCount ?? 0;
  }
  return added;
}

/** The same row by row. One that its table refuses is kept with its bytes. */
async function addEach(database: SqlDatabase, opened: Opened, file: string, rows: readonly LineRow[]): Promise<number> {
  let added = 0;
  for (const row of rows) {
    await database.query("SAVEPOINT one_row");
    try {
      added += await addRows(database, opened, file, [row]);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== "data" || row.kind === "kept") throw error;
      await database.query("ROLLBACK TO SAVEPOINT one_row");
      added += await addRows(database, opened, file, [kept(row, "refused", [failure.reason], row.source)]);
    }
    await database.query("RELEASE SAVEPOINT one_row");
  }
  return added;
}

function keyOf({ file }: ShipBlock): string {
  return `${file.number} ${file.fingerprint}`;
}

/**
 * The number of a file in the database. Where that does not know how far the log was added, though it has files of it, a file with the same first
 * line is the same one, unless this run met it already: then its rows are there, and are not added again.
 */
async function fileNumber(database: SqlDatabase, opened: Opened, block: ShipBlock): Promise<string> {
  const known = opened.files.get(keyOf(block));
  if (known !== undefined) return known;
  const { settings, origin, isFresh } = opened;
  const { fingerprint, number } = block.file;
  const table = nameIn(settings, filesTable);
  const ofOrigin = [origin.host, textOf(origin.log), fingerprint];
  const { rows } = await database.query(
    `SELECT id, number FROM ${table} WHERE host = $1 AND log = $2 AND fingerprint = $3 ORDER BY id`,
    ofOrigin,
  );
  const met = new Set(opened.files.values());
  const same = isFresh
    ? rows.find(({ id }) => !met.has(String(id)))
    : rows.find((row) => Number(row["number"]) === number);
  if (same === undefined) return addFile(database, table, [...ofOrigin, number]);
  const id = String(same["id"]);
  if (Number(same["number"]) !== number) {
    // The numbers of another count say nothing any more.
    await database.query(
      `UPDATE ${table} SET number = CASE WHEN id = $5 THEN $4::bigint END WHERE host = $1 AND log = $2 AND fingerprint = $3 AND (id = $5 OR number = $4)`,
      [...ofOrigin, number, id],
    );
  }
  return id;
}

async function addFile(database: SqlDatabase, table: string, values: readonly unknown[]): Promise<string> {
  const { rows } = await database.query(
    `INSERT INTO ${table} (host, log, fingerprint, number) VALUES ($1, $2, $3, $4) RETURNING id`,
    values,
  );
  return String(rows[0]?.["id"]);
}

async function savePosition(database: SqlDatabase, { settings, origin }: Opened, { after }: ShipBlock): Promise<void> {
  await database.query(
    `INSERT INTO ${nameIn(settings, positionsTable)} (host, log, position) VALUES ($1, $2, $3::jsonb) ON CONFLICT (host, log) DO UPDATE SET position = excluded.position, at = now()`,
    [origin.host, textOf(origin.log), JSON.stringify(after)],
  );
}

function nameIn({ schema }: ConnectionSettings, table: string): string {
  return `${quotedName(schema)}.${quotedName(table)}`;
}
