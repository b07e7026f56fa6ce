import { rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type Database,
  type EventView,
  faultsMember,
  identifier,
  jsonLinesSql,
  literal,
  type RowSources,
  type Rows,
  type View,
  type ViewModel,
} from "@metric-events/query";
import { makeFolder, systemReason } from "@metric-events/system";
import { LakeError } from "../lake-error.js";
import type { BadPart, LakePart, PartSchema } from "../manifest/manifest.js";
import { badLinesFolder, type Partition, partitionFolder } from "./part-path.js";

/** A part whose columns have no number yet. */
export type NewPart<Each extends BadPart> = Omit<Each, "schema"> & { readonly columns: PartSchema };

export interface WrittenParts {
  readonly parts: readonly NewPart<LakePart>[];
  readonly badLines: readonly NewPart<BadPart>[];
}

export interface PartsJob {
  readonly database: Database;
  readonly model: ViewModel;
  /** What the views of the database read. */
  readonly rows: RowSources;
  readonly lake: string;
  /** The name of each new file. */
  readonly fileName: string;
  readonly signal: AbortSignal | undefined;
}

const rowsTable = "new_rows";

/** Writes the rows of views as Parquet: a file for each event, day and host, with its rows in the order of time. */
export async function writeParts(job: PartsJob): Promise<WrittenParts> {
  const { model, rows } = job;
  const parts: NewPart<LakePart>[] = [];
  for (const view of model.events) {
    if (rows.events.has(view.eventName)) parts.push(...(await writeEvents(view, job)));
  }
  const badLines = rows.invalid.kind === "lines" ? [await writeBadLines(model.invalid, rows.invalid, job)] : [];
  return { parts, badLines };
}

/** SQL names that no field has. */
function namesBeside({ columns }: View): { readonly day: string; readonly host: string } {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  const free = (name: string): string => (taken.has(name) ? free(`_${name}`) : name);
  return { day: identifier(free("part_day")), host: identifier(free("part_host")) };
}

async function writeEvents(view: EventView, job: PartsJob): Promise<readonly NewPart<LakePart>[]> {
  const { database, signal } = job;
  const { connection } = database;
  const { day, host } = namesBeside(view);
  const time = identifier(view.timeColumn);
  const { origin } = view;
  const order = [day, host, time, identifier(origin.file), identifier(origin.line)].join(", ");
  signal?.throwIfAborted();
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${rowsTable} AS SELECT *, strftime(${time}, '%Y-%m-%d') AS ${day}, ${identifier(origin.host)} AS ${host} FROM ${identifier(view.name)} ORDER BY ${order}`,
  );
  const groups = await connection.runAndReadAll(
    `SELECT ${day}, ${host}, count(*)::DOUBLE, epoch(min(${time})), epoch(max(${time})) FROM ${rowsTable} GROUP BY ALL ORDER BY ALL`,
  );
  const columns = view.columns.map(({ name, type }) => [name, type] as const);
  const list = columns.map(([name]) => identifier(name)).join(", ");
  const parts: NewPart<LakePart>[] = [];
  for (const [dayValue, hostValue, count, first, last] of groups.getRowsJson()) {
    const partition: Partition = { day: textOf(dayValue), host: textOf(hostValue) };
    const path = `${partitionFolder(view, partition)}/${job.fileName}`;
    const condition = `${is(day, partition.day)} AND ${is(host, partition.host)}`;
    signal?.throwIfAborted();
    const bytes = await copyTo(path, `SELECT ${list} FROM ${rowsTable} WHERE ${condition}`, job);
    const times = { first: numberOf(first), last: numberOf(last) };
    parts.push({ path, rows: Number(count), bytes, columns, event: view.eventName, ...partition, ...times });
  }
  await connection.run(`DROP TABLE ${rowsTable}`);
  return parts;
}

/** With all their faults, which reports show. */
async function writeBadLines(
  view: View,
  { file }: Extract<Rows, { kind: "lines" }>,
  job: PartsJob,
): Promise<NewPart<BadPart>> {
  const path = `${badLinesFolder}/${job.fileName}`;
  const columns = [...view.columns.map(({ name, type }) => [name, type] as const), [faultsMember, "VARCHAR"] as const];
  const bytes = await copyTo(path, `FROM ${jsonLinesSql(file, columns)}`, job);
  const counted = await job.database.connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM read_parquet(${literal(join(job.lake, path))}, hive_partitioning = false)`,
  );
  return { path, rows: Number(counted.getRowsJson()[0]?.[0]), bytes, columns };
}

/**
 * Writes the answer of a query to a file of a lake, under its name only once it is whole.
 *
 * @returns the number of bytes.
 */
export async function copyTo(
  path: string,
  select: string,
  { database, lake }: Pick<PartsJob, "database" | "lake">,
): Promise<number> {
  const target = join(lake, path);
  const unfinished = `${target}.unfinished`;
  try {
    makeFolder(dirname(target));
    await database.connection.run(`COPY (${select}) TO ${literal(unfinished)} (FORMAT parquet, COMPRESSION zstd)`);
    await rename(unfinished, target);
    return (await stat(target)).size;
  } catch (cause) {
    throw new LakeError("unwritable", `cannot write ${target}: ${systemReason(cause)}`, { cause });
  }
}

function is(column: string, value: string | undefined): string {
  return value === undefined ? `${column} IS NULL` : `${column} = ${literal(value)}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
