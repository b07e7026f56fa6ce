import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Context } from "../context.js";
import { EnvironmentError, InterruptedError, isSystemError, systemReason, UsageError } from "../errors.js";
import { printable } from "../format/printable.js";
import { count } from "../format/quantity.js";
import { catalogueSource, loadCatalogue } from "../schemas/load-catalogue.js";
import { type Database, openDatabase } from "./duckdb.js";
import { invalidFile, judgedLines, withTemporaryFolder } from "./sources.js";
import { identifier, literal } from "./sql-names.js";
import { type ViewModel, viewModel } from "./view-model.js";
import { type RowSources, viewStatements } from "./view-sql.js";

/** What the column of the partition is called; a field of this name stays what it is. */
const dayColumn = "day";
const undated = "undated";

/** What is written goes here first: a folder that looks like an archive is a whole one. */
const unfinishedFolder = ".unfinished";

/** Writes logs as Parquet, `event=…/day=…/*.parquet`; false when a log could not be read to its end. */
export async function exportParquet(
  out: string,
  paths: readonly string[],
  schemasDir: string | undefined,
  context: Context,
): Promise<boolean> {
  const catalogue = await loadCatalogue(schemasDir, context);
  const model = viewModel(catalogue);
  const target = resolve(context.cwd, out);
  const unfinished = join(target, unfinishedFolder);
  let isBegun = false;
  try {
    return await withTemporaryFolder(async (folder, interruption) => {
      const database = await openDatabase(folder, interruption);
      try {
        await makeEmpty(target, out);
        isBegun = true;
        await mkdir(unfinished);
        const source = catalogueSource(schemasDir, context);
        const { rows, isComplete } = await judgedLines(paths, {
          catalogue,
          source,
          context,
          folder,
          only: undefined,
          columns: undefined,
        });
        await database.connection.run(viewStatements(model, rows));
        const { events, bad } = await copyAll(model, rows, unfinished, database);
        if (interruption.aborted) throw new InterruptedError(interruption.reason);
        for (const name of await readdir(unfinished)) await rename(join(unfinished, name), join(target, name));
        await context.stdout.print(
          `${count(events, "event")} written to ${printable(out)}${bad === 0 ? "" : `, and ${count(bad, "bad line")} to ${invalidFile} in it`}\n`,
        );
        return isComplete;
      } finally {
        database.close();
      }
    }, context);
  } finally {
    if (isBegun) await rm(unfinished, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function copyAll(
  model: ViewModel,
  rows: RowSources,
  to: string,
  database: Database,
): Promise<{ events: number; bad: number }> {
  let events = 0;
  for (const view of model.events) {
    if (!rows.events.has(view.eventName)) continue;
    const day = `coalesce(strftime(${identifier(view.timeColumn)}, '%Y-%m-%d'), ${literal(undated)})`;
    const hasDay = view.columns.some(({ name }) => name.toLowerCase() === dayColumn);
    const partition = hasDay ? "partition_day" : dayColumn;
    events += await copy(
      `(SELECT *, ${day} AS ${partition} FROM ${identifier(view.name)})`,
      join(to, `event=${view.eventName}`),
      `PARTITION_BY (${partition}), `,
      database,
    );
  }
  const bad =
    rows.invalid.kind === "none" ? 0 : await copy(identifier(model.invalid.name), join(to, invalidFile), "", database);
  return { events, bad };
}

async function copy(from: string, to: string, options: string, { connection }: Database): Promise<number> {
  try {
    const { rowsChanged } = await connection.run(
      `COPY ${from} TO ${literal(to)} (FORMAT parquet, ${options}COMPRESSION zstd)`,
    );
    return rowsChanged;
  } catch (cause) {
    throw new EnvironmentError(`cannot write ${to}: ${systemReason(cause)}`, { cause });
  }
}

/** What is there already is never mixed with what is new. */
async function makeEmpty(path: string, out: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    if ((await readdir(path)).length === 0) return;
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const reason =
      cause.code === "EEXIST" || cause.code === "ENOTDIR"
        ? "there is a file of this name; name a new folder"
        : systemReason(cause);
    throw new EnvironmentError(`cannot write to ${printable(out)}: ${reason}`, { cause });
  }
  throw new UsageError(`${printable(out)} is not empty; name a new folder`);
}
