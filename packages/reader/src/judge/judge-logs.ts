import type { Catalogue, Contract } from "@metric-events/runtime";
import type { DuplicateFinder } from "../duplicates/duplicate-finder.js";
import type { Diagnosis } from "../line/diagnose.js";
import { LogError, type LogErrorCode } from "../log-error.js";
import { originOfLog } from "../origin/log-origin.js";
import { cutBatches } from "../read/batch.js";
import type { LogFile, LogOrigin } from "../read/log-file.js";
import { sizeOf, totalSize } from "../read/open-logs.js";
import { logChunks } from "../read/read-log.js";
import { LogJudge } from "./judge-log.js";
import type { SinkFactory } from "./sink.js";
import type { Threads } from "./threads.js";
import type { WorkerPool } from "./worker-pool.js";

/** A line that is not a valid event, and why. */
export interface BadLine extends Diagnosis {
  /** Name of the log. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The beginning of the line, as far as it is text. */
  readonly text: string;
}

/** A log that could not be read, or not to its end. */
export interface UnreadLog {
  /** Name of the log. */
  readonly file: string;
  readonly code: LogErrorCode;
  /** The reason, in words. */
  readonly message: string;
  /** The last line that was read, or 0. */
  readonly lastLine: number;
}

/** How far the reading of one log has come. */
export interface ReadProgress {
  /** Name of the log. */
  readonly file: string;
  /** Bytes read so far, before decompression. */
  readonly bytes: number;
  /** Bytes of the log, if known. */
  readonly size: number | undefined;
}

/** Where a result comes from: `lines` lines of a log, after `linesBefore` others. */
export interface ResultPlace {
  readonly file: string;
  /** Where the events of the log come from that do not say it themselves. */
  readonly origin: LogOrigin;
  readonly linesBefore: number;
  readonly lines: number;
}

/** Called in the order of the logs and their lines; each callback is awaited. */
export interface JudgeCallbacks {
  readonly onBadLine?: ((bad: BadLine) => Promise<void> | undefined | void) | undefined;
  readonly onUnread?: ((unread: UnreadLog) => Promise<void> | void) | undefined;
  /** Called after each batch of lines. */
  readonly onProgress?: ((progress: ReadProgress) => Promise<void> | void) | undefined;
}

/** How to leave out events that stand twice. */
export interface Once<Result> {
  readonly finder: DuplicateFinder;
  /** A result without the events of some lines, which are numbered from 1 within the batch. */
  readonly without: (result: Result, lines: ReadonlySet<number>) => Result;
}

export interface JudgeOptions<Result> extends JudgeCallbacks {
  readonly catalogue: Catalogue;
  /** Default: `reader`. */
  readonly contract?: Contract;
  /**
   * Whether a line is bad that has a number which no double holds, such as 9007199254740993, where its schema asks for a number. Default:
   * false. Then sinks get it, with its digits.
   */
  readonly refusesRounded?: boolean;
  /** Consumes the valid events. */
  readonly sink: SinkFactory<Result>;
  /** Leaves out events that stand twice. Default: they are in the results. */
  readonly once?: Once<Result> | undefined;
  /** Takes the result of the sink for the next lines. */
  readonly onResult: (result: Result, place: ResultPlace) => Promise<void> | void;
  /** Without them, this thread does all the work. */
  readonly threads?: Threads | undefined;
  /** Threads that were started before. Their owner closes them. */
  readonly pool?: WorkerPool<Result> | undefined;
  /** Ends the reading before the next batch of lines: {@link judgeLogs} then throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Judges the lines of logs, one log after the other, in several threads where that is faster. A log that cannot be read is reported, and
 * the next one is read.
 */
export async function judgeLogs<Result>(logs: readonly LogFile[], options: JudgeOptions<Result>): Promise<void> {
  const { catalogue, contract = "reader", refusesRounded = false, sink, once, threads, pool } = options;
  const judging = { contract, refusesRounded, hasKeys: once !== undefined };
  const judge = new LogJudge({ catalogue, judging, sink, threads, pool });
  try {
    judge.expect(await totalSize(logs));
    for (const log of logs) await judgeLog(log, judge, options);
  } finally {
    await judge.close();
  }
}

async function judgeLog<Result>(
  log: LogFile,
  judge: LogJudge<Result>,
  { signal, once, onResult, onBadLine, onUnread, onProgress }: JudgeOptions<Result>,
): Promise<void> {
  const file = log.name;
  const origin = originOfLog(log);
  const { start = 0, linesBefore = 0 } = log.section ?? {};
  let lastLine = linesBefore;
  try {
    const size = await sizeOf(log);
    let bytes = 0;
    const chunks = logChunks(log, { onProgress: (read) => void (bytes = read) });
    for await (const { bad, end } of judge.judge(cutBatches(chunks, start === 0), origin)) {
      signal?.throwIfAborted();
      if (onBadLine !== undefined) {
        for (const { line, text, eventName, code, faults } of bad) {
          const handled = onBadLine({ file, line: lastLine + line, text, eventName, code, faults });
          // To await nothing takes as long as judging a line.
          if (handled !== undefined) await handled;
        }
      }
      if (end === undefined) continue;
      const place: ResultPlace = { file, origin, linesBefore: lastLine, lines: end.lines };
      const { result, keys } = end;
      const repeated = keys === undefined ? undefined : once?.finder.repeatedIn(keys, place);
      await onResult(repeated === undefined || once === undefined ? result : once.without(result, repeated), place);
      lastLine += end.lines;
      await onProgress?.({ file, bytes, size });
    }
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    await onUnread?.({ file, code: error.code, message: error.message, lastLine });
  }
}
