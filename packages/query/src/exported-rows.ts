import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { printable } from "@metric-events/text";
import type { Database } from "./duckdb.js";
import { QueryError } from "./query-error.js";
import { sqlError } from "./sql-error.js";
import type { ViewModel } from "./view-model.js";
import { type RowSources, type Rows, readParquet } from "./view-sql.js";

/** Where an export puts bad lines. */
export const invalidFile = "invalid_lines.parquet";

/** What an export writes is here until all is written: a folder that looks like an archive is a whole one. */
export const unfinishedFolder = ".unfinished";

/** @throws {QueryError} `unfinished` for a folder that an export has not written to its end. */
export function refuseUnfinished(entries: ReadonlySet<string>, shown: string): void {
  if (!entries.has(unfinishedFolder)) return;
  throw new QueryError(
    "unfinished",
    `${printable(shown)} holds ${unfinishedFolder}, of an export that is running or was killed; wait for it, or remove the folder and export again`,
  );
}

/** @throws {QueryError} for a folder that holds nothing that an export wrote, or not all of it. */
export async function exportedRows(folder: string, model: ViewModel, database: Database): Promise<RowSources> {
  const entries = new Set(await readdir(folder));
  refuseUnfinished(entries, folder);
  const events = new Map<string, Rows>();
  for (const { eventName, snakeName } of model.events) {
    if (!entries.has(`event=${snakeName}`)) continue;
    events.set(eventName, await parquetRows(join(folder, `event=${snakeName}`, "*", "*.parquet"), database));
  }
  const invalid: Rows = entries.has(invalidFile)
    ? await parquetRows(join(folder, invalidFile), database)
    : { kind: "none" };
  if (events.size === 0 && invalid.kind === "none") {
    throw new QueryError(
      "not-an-archive",
      `${printable(folder)}: this folder has no event=… folders; name logs, or a folder that metric-events export --parquet wrote`,
    );
  }
  return { events, invalid };
}

async function parquetRows(pattern: string, { connection }: Database): Promise<Rows> {
  const describe = `DESCRIBE SELECT * FROM ${readParquet(pattern)}`;
  const reader = await connection.runAndReadAll(describe).catch((error: unknown) => {
    throw sqlError(error);
  });
  return {
    kind: "parquet",
    pattern,
    columns: new Set(reader.getRowsJson().map(([name]) => String(name).toLowerCase())),
  };
}
