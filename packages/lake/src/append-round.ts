import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Database, judgedLines, newPlaceKey, type ViewModel, viewStatements } from "@metric-events/query";
import type { JudgeCallbacks, LogFile, Threads } from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import type { LakeWriter } from "./lake-writer.js";
import type { NewLines, Round } from "./logs/plan-rounds.js";
import type { KnownLog } from "./manifest/ledger.js";
import type { LakeManifest } from "./manifest/manifest.js";
import { partFileName } from "./parts/part-path.js";
import { withParts } from "./parts/with-parts.js";
import { type WrittenParts, writeParts } from "./parts/write-parts.js";

interface RoundJob extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly writer: LakeWriter;
  readonly database: Database;
  readonly model: ViewModel;
  readonly catalogue: Catalogue;
  /** For what is not in the lake yet. */
  readonly folder: string;
  /** The name of this round. */
  readonly reading: string;
  /** Unix time in seconds: later events are dated in the future. */
  readonly now: number;
  readonly threads?: Threads | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Written extends WrittenParts {
  /** How many lines were read, by the names of the logs. */
  readonly lines: ReadonlyMap<string, number>;
}

interface Added {
  readonly events: number;
  readonly badLines: number;
}

/** Judges new lines, writes them into files of the lake, and makes them count. */
export async function appendRound(round: Round, job: RoundJob): Promise<Added> {
  const { writer } = job;
  const generation = writer.nextGeneration;
  const { logs: before } = writer.ledger;
  const linesBefore = (piece: NewLines): number => piece.linesBefore ?? before[piece.number]?.lines ?? 0;
  const pieces = round.filter(({ start, end }) => end > start);
  const logs = pieces.map((piece) => {
    const { survey, start, end } = piece;
    return survey.source.log({ start, end, linesBefore: linesBefore(piece) });
  });
  const written = await write(logs, partFileName(generation, "append"), job);
  const linesAfter = (piece: NewLines): number =>
    linesBefore(piece) + (written.lines.get(piece.survey.source.name) ?? 0);
  let change: Omit<LakeManifest, "generation" | "ledger"> = withParts(withoutTails(writer.manifest, round), written);
  const added = countOf(written);
  for (const piece of round) {
    const { tail, survey, number } = piece;
    if (tail === undefined) continue;
    const log = survey.source.log({ ...tail, linesBefore: linesAfter(piece) });
    const last = await write([log], partFileName(generation, `tail-${number}`), job);
    change = withParts(change, last, number);
    added.events += countOf(last).events;
    added.badLines += countOf(last).badLines;
  }
  const known = [...before];
  for (const piece of round) known[piece.number] = { ...piece.after, lines: linesAfter(piece) };
  await writer.commit({ ...change, lines: lineCount(known) }, { ...writer.ledger, logs: known });
  return added;
}

async function write(logs: readonly LogFile[], fileName: string, job: RoundJob): Promise<Written> {
  const { database, model, writer, catalogue, folder, reading, now, threads, signal, onUnread, onProgress } = job;
  const lines = new Map<string, number>();
  if (logs.length === 0) return { parts: [], badLines: [], lines };
  const own = join(folder, `${reading}-${fileName}`);
  await mkdir(own);
  const rows = await judgedLines(logs, {
    // What a lake has must not depend on how its lines came in rounds.
    keepDuplicates: true,
    catalogue,
    folder: own,
    only: undefined,
    columns: undefined,
    placeKey: newPlaceKey(),
    threads,
    signal,
    onUnread,
    onProgress,
    onRead: (file, count) => void lines.set(file, (lines.get(file) ?? 0) + count),
  });
  signal?.throwIfAborted();
  await database.connection.run(viewStatements(model, rows, { now, farPast: undefined }));
  const written = await writeParts({ database, model, rows, lake: writer.folder, fileName, signal });
  await rm(own, { recursive: true, force: true });
  return { ...written, lines };
}

/** Without last lines that are read again. */
function withoutTails(manifest: LakeManifest, round: Round): LakeManifest {
  const replaced = new Set(round.flatMap(({ replacesTail, number }) => (replacesTail ? [number] : [])));
  const stays = ({ tail }: { readonly tail?: number }): boolean => tail === undefined || !replaced.has(tail);
  return { ...manifest, parts: manifest.parts.filter(stays), badLines: manifest.badLines.filter(stays) };
}

function lineCount(logs: readonly KnownLog[]): number {
  return logs.reduce((sum, { lines, tail }) => sum + lines + (tail === undefined ? 0 : 1), 0);
}

function countOf({ parts, badLines }: WrittenParts): { events: number; badLines: number } {
  return { events: rowCount(parts), badLines: rowCount(badLines) };
}

function rowCount(parts: readonly { readonly rows: number }[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}
