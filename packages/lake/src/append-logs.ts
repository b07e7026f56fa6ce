import { rm } from "node:fs/promises";
import { type Database, makeTemporaryFolder, openDatabase, untilAborted, viewModel } from "@metric-events/query";
import { type JudgeCallbacks, LogError, type LogFile, type Threads } from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import { appendRound } from "./append-round.js";
import { LakeWriter } from "./lake-writer.js";
import { findLeftOut, type LeftOutLog } from "./logs/left-out.js";
import { LogSource } from "./logs/log-source.js";
import { planRounds } from "./logs/plan-rounds.js";
import { type Survey, surveyLog } from "./logs/survey-log.js";

export interface AppendOptions extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly catalogue: Catalogue;
  /** The folder of the lake, relative to `cwd`: a lake, or a new or empty folder. */
  readonly lake: string;
  /** Default: the working directory of the process. */
  readonly cwd?: string;
  /** Without them, logs are read in this thread. */
  readonly threads?: Threads | undefined;
  /** Called before logs are read, with the folder that holds what is not in the lake yet, for a process that ends without it. */
  readonly onBegin?: ((folders: readonly string[]) => Promise<void> | void) | undefined;
  /** Called for each log that is left out. */
  readonly onLeftOut?: ((log: LeftOutLog) => Promise<void> | void) | undefined;
  /** Ends the work, which then throws the signal's reason. What was made to count before stays. */
  readonly signal?: AbortSignal | undefined;
  /** Unix time in seconds: later events are dated in the future. Default: the time of the clock. */
  readonly now?: number;
  /** About how many bytes of logs are read before they are made to count. Default: 256 MiB. */
  readonly roundBytes?: number;
}

/** What was added to a lake. */
export interface Appended {
  readonly events: number;
  readonly badLines: number;
  /** Logs of which something was added. */
  readonly logs: number;
  /** Logs that the lake had all of already. */
  readonly unchanged: number;
}

const defaultRoundBytes = 256 * 1024 * 1024;

/**
 * Adds to a lake what logs have that the lake does not: it knows each log by its host and its content, whatever its name, and how far it has
 * come in it.
 * A process that is killed leaves the lake as after one of its rounds, so that nothing is lost or there twice after the next call.
 *
 * @throws {LakeError}
 * @throws {QueryError} when DuckDB is missing, or fails.
 */
export async function appendLogs(logs: readonly LogFile[], options: AppendOptions): Promise<Appended> {
  const { lake, cwd = process.cwd(), signal } = options;
  signal?.throwIfAborted();
  const folder = await makeTemporaryFolder();
  const sources: LogSource[] = [];
  let database: Database | undefined;
  let writer: LakeWriter | undefined;
  try {
    database = await openDatabase(folder, signal);
    writer = await LakeWriter.open(lake, { cwd, makesNew: true });
    await options.onBegin?.([folder]);
    const surveys = await surveyAll(logs, sources, writer, options);
    return await untilAborted(appendAll(surveys, writer, { database, folder }, options), signal);
  } finally {
    for (const source of sources) await source.close();
    await database?.close();
    await writer?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Surveys {
  readonly surveys: readonly Survey[];
  /** How many others the lake is known to have all of. */
  readonly complete: number;
}

/** @param sources gets the open logs, which the caller closes. */
async function surveyAll(
  logs: readonly LogFile[],
  sources: LogSource[],
  { ledger }: LakeWriter,
  { roundBytes = defaultRoundBytes, signal, onUnread }: AppendOptions,
): Promise<Surveys> {
  const surveys: Survey[] = [];
  let complete = 0;
  for (const log of logs) {
    signal?.throwIfAborted();
    try {
      const source = await LogSource.open(log);
      sources.push(source);
      const survey = await surveyLog(source, ledger, roundBytes);
      if (survey?.unread !== undefined) await onUnread?.(survey.unread);
      if (survey === undefined) complete++;
      else surveys.push(survey);
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      await onUnread?.({ file: log.name, code: error.code, message: error.message, lastLine: 0 });
    }
  }
  return { surveys, complete };
}

async function appendAll(
  { surveys, complete }: Surveys,
  writer: LakeWriter,
  parts: { readonly database: Database; readonly folder: string },
  options: AppendOptions,
): Promise<Appended> {
  const { roundBytes = defaultRoundBytes, onLeftOut } = options;
  const leftOut = await findLeftOut(surveys);
  for (const each of leftOut.values()) await onLeftOut?.(each);
  const taken = surveys.filter((survey) => !leftOut.has(survey));
  const rounds = planRounds(taken, writer.ledger, roundBytes);
  const { now = Date.now() / 1000 } = options;
  const job = { ...options, ...parts, now, writer, model: viewModel(options.catalogue) };
  let [events, badLines] = [0, 0];
  for (const [reading, round] of rounds.entries()) {
    const added = await appendRound(round, { ...job, reading: String(reading) });
    events += added.events;
    badLines += added.badLines;
  }
  const pieces = rounds.flat().filter(({ start, end, tail }) => end > start || tail !== undefined);
  const added = new Set(pieces.map(({ survey }) => survey)).size;
  return { events, badLines, logs: added, unchanged: taken.length - added + complete };
}
