import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { printable } from "@metric-events/text";
import type { Database } from "./duckdb.js";
import { QueryError } from "./query-error.js";
import type { ViewModel } from "./view-model.js";
import { type RowSources, type Rows, readParquet } from "./view-sql.js";

/** Where an export puts bad lines. */
export const invalidFile = "invalid_lines.parquet";

/** @throws {QueryError} `not-an-archive` for a folder that export did not write. */
export async function exportedRows(folder: string, model: ViewModel, database: Database): Promise<RowSources> {
  const entries = new Set(await readdir(folder));
  const events = new Map<string, Rows>();
  for (const { eventName } of model.events) {
    if (!entries.has(`event=${eventName}`)) continue;
    events.set(eventName, await parquetRows(join(folder, `event=${eventName}`, "*", "*.parquet"), database));
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
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${readParquet(pattern)}`);
  return {
    kind: "parquet",
    pattern,
    columns: new Set(reader.getRowsJson().map(([name]) => String(name).toLowerCase())),
  };
}
