import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Database, judgedLines, literal, newPlaceKey, type ViewModel, viewStatements } from "@metric-events/query";
import { BadLineFinder, type LogFile } from "@metric-events/reader";
import { type Catalogue, tooDeepAt } from "@metric-events/runtime";
import { makeFolder } from "@metric-events/system";
import type { BadPart } from "../manifest/manifest.js";
import { unknownFolder } from "../parts/part-path.js";
import type { NewPart, WrittenParts } from "../parts/write-parts.js";
import { copyTo, writeParts } from "../parts/write-parts.js";
import type { AcceptedLines } from "./accept-messages.js";

export interface BlockJob {
  readonly database: Database;
  readonly model: ViewModel;
  readonly catalogue: Catalogue;
  /** Where files are written, as if it were the lake. */
  readonly folder: string;
  /** The name of each file. */
  readonly fileName: string;
  /** Unix time in seconds: events after it are dated in the future. That of the last message, so that all who write the files agree. */
  readonly now: number;
  readonly signal: AbortSignal | undefined;
}

export interface WrittenBlock extends WrittenParts {
  /** Files of lines whose events the schemas do not know. */
  readonly unknown: readonly NewPart<BadPart>[];
  readonly lines: number;
}

/** Writes lines as files of a lake: the same bytes for the same lines and schemas, whoever writes them. */
export async function writeBlock(accepted: readonly AcceptedLines[], job: BlockJob): Promise<WrittenBlock> {
  const { database, model, catalogue, folder, fileName, now, signal } = job;
  makeFolder(folder);
  const unknown: UnknownLine[] = [];
  const logs = logsOf(withoutUnknown(accepted, catalogue, unknown));
  const rowsFolder = join(folder, "rows");
  await mkdir(rowsFolder);
  let lines = 0;
  const rows = await judgedLines(logs, {
    keepDuplicates: true,
    catalogue,
    folder: rowsFolder,
    only: undefined,
    columns: undefined,
    placeKey: newPlaceKey(),
    signal,
    onRead: (_, count) => {
      lines += count;
    },
  });
  signal?.throwIfAborted();
  await database.connection.run(viewStatements(model, rows, { now, farPast: undefined }));
  const written = await writeParts({ database, model, rows, lake: folder, fileName, signal });
  return { ...written, unknown: await writeUnknown(unknown, job), lines };
}

/** The lines of each file as one log, in the order of the files. */
function logsOf(accepted: readonly AcceptedLines[]): readonly LogFile[] {
  const runs: AcceptedLines[][] = [];
  const lastOf = new Map<string, AcceptedLines[]>();
  for (const each of accepted) {
    const last = lastOf.get(nameOf(each));
    // What stands between two runs of a file is in another block, or in the lake.
    if (last !== undefined && isNext(last.at(-1), each)) last.push(each);
    else {
      const run = [each];
      runs.push(run);
      lastOf.set(nameOf(each), run);
    }
  }
  const sorted = runs.toSorted((left, right) => compareRuns(left[0], right[0]));
  return sorted.map((run): LogFile => {
    const [first] = run;
    if (first === undefined) throw new Error("a run has lines");
    const { host, log } = first.message;
    const parts = run.map(({ bytes }) => bytes);
    const end = parts.reduce((sum, { length }) => sum + length, 0);
    return {
      name: nameOf(first),
      path: undefined,
      origin: { host, log, logName: log },
      stream: chunksOf(parts),
      section: { start: 0, end, linesBefore: first.linesBefore },
    };
  });
}

async function* chunksOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

/** The file in the columns of the lake: its name changes with each rotation, its number stays. */
function nameOf({ message: { host, log, number } }: AcceptedLines): string {
  return `${host}/${log}#${number}`;
}

function isNext(last: AcceptedLines | undefined, next: AcceptedLines): boolean {
  return (
    last !== undefined &&
    last.message.end === next.message.start &&
    last.message.fingerprint === next.message.fingerprint
  );
}

function compareRuns(left: AcceptedLines | undefined, right: AcceptedLines | undefined): number {
  if (left === undefined || right === undefined) return 0;
  const [one, other] = [nameOf(left), nameOf(right)];
  if (one !== other) return one < other ? -1 : 1;
  return left.message.sequence - right.message.sequence;
}

interface UnknownLine {
  readonly host: string;
  readonly file: string;
  readonly line: number;
  readonly event: string;
  readonly text: string;
}

const newline = 0x0a;
const maxDepth = 64;

/** The lines, with a blank one in the place of each whose event the catalogue does not know, so that the others keep their numbers. */
function withoutUnknown(
  accepted: readonly AcceptedLines[],
  catalogue: Catalogue,
  unknown: UnknownLine[],
): readonly AcceptedLines[] {
  const finder = new BadLineFinder(catalogue);
  return accepted.map((each) => {
    const bad = finder.find(each.bytes, each.linesBefore === 0);
    if (bad.length === 0) return each;
    const isBad = new Set(bad);
    const kept: Uint8Array[] = [];
    let start = 0;
    for (let index = 0; start < each.bytes.length; index++) {
      const found = each.bytes.indexOf(newline, start);
      const end = found === -1 ? each.bytes.length : found;
      const text = isBad.has(index) ? Buffer.from(each.bytes.subarray(start, end)).toString() : "";
      const event = isBad.has(index) ? unknownEvent(text, catalogue) : undefined;
      if (event === undefined) kept.push(each.bytes.subarray(start, found === -1 ? end : end + 1));
      else {
        const { host } = each.message;
        unknown.push({ host, file: nameOf(each), line: each.linesBefore + index + 1, event, text });
        kept.push(Buffer.from("\n"));
      }
      start = end + 1;
    }
    return { ...each, bytes: Buffer.concat(kept) };
  });
}

/** The name of an event that the catalogue does not have; `undefined` for what is no event, or a known one. */
function unknownEvent(text: string, catalogue: Catalogue): string | undefined {
  if (tooDeepAt(text, maxDepth) !== undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const name: unknown = Reflect.get(value, catalogue.envelope.nameField);
  return typeof name === "string" && catalogue.get(name) === undefined ? name : undefined;
}

const unknownColumns = [
  ["host", "VARCHAR"],
  ["file", "VARCHAR"],
  ["line", "BIGINT"],
  ["event", "VARCHAR"],
  ["text", "VARCHAR"],
] as const;

async function writeUnknown(lines: readonly UnknownLine[], job: BlockJob): Promise<readonly NewPart<BadPart>[]> {
  if (lines.length === 0) return [];
  const file = join(job.folder, "unknown.json");
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const types = unknownColumns.map(([name, type]) => `${name}: '${type}'`).join(", ");
  const path = `${unknownFolder}/${job.fileName}`;
  const select = `FROM read_json(${literal(file)}, format = 'newline_delimited', columns = {${types}}, maximum_object_size = 1048576)`;
  const bytes = await copyTo(path, `${select} ORDER BY file, line`, { database: job.database, lake: job.folder });
  return [{ path, rows: lines.length, bytes, columns: unknownColumns }];
}
