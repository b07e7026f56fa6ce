import { rm } from "node:fs/promises";
import { join, posix } from "node:path";
import {
  type Database,
  identifier,
  literal,
  makeTemporaryFolder,
  openDatabase,
  untilAborted,
} from "@metric-events/query";
import { damagedLake } from "./damaged-lake.js";
import { LakeWriter } from "./lake-writer.js";
import type { BadPart, LakeManifest, LakePart, PartSchema } from "./manifest/manifest.js";
import { collectedFileName, partFileName } from "./parts/part-path.js";
import { type CompactGroup, planCompaction } from "./parts/plan-compaction.js";
import { sortedManifest } from "./parts/with-parts.js";
import { copyTo } from "./parts/write-parts.js";

export interface CompactOptions {
  /** The folder of the lake, relative to `cwd`. */
  readonly lake: string;
  /** Default: the working directory of the process. */
  readonly cwd?: string;
  /** Ends the work, which then throws the signal's reason, and changes nothing. */
  readonly signal?: AbortSignal | undefined;
}

/** What became of the files of a lake. */
export interface Compacted {
  readonly before: number;
  readonly after: number;
}

/**
 * Merges the files of each event, day and host into one, as far as they have the same columns. The answers stay the same. The lake is the
 * one before or the one after, also when the process is killed.
 *
 * @throws {LakeError}
 * @throws {QueryError} when DuckDB is missing, or fails.
 */
export async function compactLake({ lake, cwd = process.cwd(), signal }: CompactOptions): Promise<Compacted> {
  signal?.throwIfAborted();
  const folder = await makeTemporaryFolder();
  let database: Database | undefined;
  let writer: LakeWriter | undefined;
  try {
    writer = await LakeWriter.open(lake, { cwd, makesNew: false });
    database = await openDatabase(folder, signal);
    return await untilAborted(compact(writer, database, signal), signal);
  } catch (error) {
    throw damagedLake(error, lake);
  } finally {
    await database?.close();
    await writer?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function compact(writer: LakeWriter, database: Database, signal: AbortSignal | undefined): Promise<Compacted> {
  const { manifest, ledger } = writer;
  const fileName = partFileName(writer.nextGeneration, "compact");
  const job = { database, lake: writer.folder, fileName, schemas: manifest.schemas, signal };
  // Files of a block that is not full yet are replaced when it is.
  const open = new Set(
    (manifest.collected?.open ?? []).map((range) => collectedFileName(manifest.collected?.epoch ?? 0, range)),
  );
  const isOpen = ({ path }: BadPart): boolean => open.has(posix.basename(path));
  const parts = await merged<LakePart>(manifest.parts, isOpen, job, mergedTimes);
  const badLines = await merged<BadPart>(manifest.badLines, isOpen, job, (part) => part);
  const before = manifest.parts.length + manifest.badLines.length;
  const after = parts.length + badLines.length;
  if (after < before) await writer.commit(sortedManifest({ ...listOf(manifest), parts, badLines }), ledger);
  return { before, after };
}

interface MergeJob {
  readonly database: Database;
  readonly lake: string;
  readonly fileName: string;
  readonly schemas: readonly PartSchema[];
  readonly signal: AbortSignal | undefined;
}

/** The parts that stay, and those that come for others. */
async function merged<Each extends BadPart>(
  all: readonly Each[],
  stays: (part: Each) => boolean,
  job: MergeJob,
  combine: (first: Each, all: readonly Each[]) => Each,
): Promise<readonly Each[]> {
  const { groups, others } = planCompaction(all.filter((part) => !stays(part)));
  const made: Each[] = [];
  for (const group of groups) {
    job.signal?.throwIfAborted();
    made.push(await mergeGroup(group, job, combine));
  }
  return [...all.filter(stays), ...others, ...made];
}

async function mergeGroup<Each extends BadPart>(
  { folder, number, parts }: CompactGroup<Each>,
  { database, lake, fileName, schemas }: MergeJob,
  combine: (first: Each, all: readonly Each[]) => Each,
): Promise<Each> {
  const [first] = parts;
  if (first === undefined) throw new Error("a group has a part");
  const path = `${folder}/${number === 0 ? fileName : fileName.replace(".parquet", `-${number}.parquet`)}`;
  const files = parts.map((part) => literal(join(lake, part.path))).join(", ");
  const order = "event" in first ? orderOf(schemas[first.schema] ?? []) : "";
  const select = `FROM read_parquet([${files}], hive_partitioning = false)${order}`;
  const bytes = await copyTo(path, select, { database, lake });
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return { ...combine(first, parts), path, rows, bytes };
}

/** As in the files of an append: by time, and then by place, which is in the last two columns. */
function orderOf(columns: PartSchema): string {
  const names = [columns[0], columns.at(-2), columns.at(-1)].flatMap((column) => column?.[0] ?? []);
  return ` ORDER BY ${names.map(identifier).join(", ")}`;
}

function mergedTimes(first: LakePart, all: readonly LakePart[]): LakePart {
  const starts = all.flatMap((part) => part.first ?? []);
  const ends = all.flatMap((part) => part.last ?? []);
  return {
    ...first,
    first: starts.length === 0 ? undefined : Math.min(...starts),
    last: ends.length === 0 ? undefined : Math.max(...ends),
  };
}

function listOf({ generation: _, ledger: __, ...listed }: LakeManifest): Omit<LakeManifest, "generation" | "ledger"> {
  return listed;
}
