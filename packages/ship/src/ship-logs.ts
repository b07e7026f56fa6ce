import { basename, resolve } from "node:path";
import { BadLineFinder } from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import { errorInWords } from "@metric-events/system";
import { checkHost } from "./check-host.js";
import { checkLogs } from "./check-logs.js";
import type { ShipSink, ShipSinkFactory } from "./sink/ship-sink.js";
import { loadSink } from "./sink/sinks.js";
import { LogTrail, type TrailBlock } from "./source/log-trail.js";
import type { ShipBlock, ShipOrigin } from "./source/ship-position.js";

export interface ShipOptions {
  /** The paths of logs, relative to `cwd`. Each stands for all that was rotated away from it, too. */
  readonly logs: readonly string[];
  /** Where they go: a URL whose scheme names the sink, such as `nats://localhost:4222`, or what makes a sink of one's own. */
  readonly to: string | ShipSinkFactory;
  /** The name of this machine at the destination: letters, digits, `-` and `_`. */
  readonly host: string;
  /** Says which lines are bad. They are shipped, too, and marked. */
  readonly catalogue: Catalogue;
  /** Ends the work; what was handed over stays. */
  readonly signal: AbortSignal;
  /** Whether to end with the lines that are there now, instead of following the logs. Default: false. */
  readonly once?: boolean;
  /** Default: the working directory of the process. */
  readonly cwd?: string;
  /** Credentials and such of sinks. Default: that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called with what people should know: a file that is damaged, a server that is away. */
  readonly onNotice?: ((text: string) => Promise<void> | void) | undefined;
  /** Called after each block with what was shipped so far. */
  readonly onProgress?: ((counts: ShipCounts) => Promise<void> | void) | undefined;
  /** Time between two looks at the logs. Default: 100. */
  readonly pollMs?: number;
  /** With `once`: how long to try what a server does not do. Default: 30,000. */
  readonly patienceMs?: number;
  /** How long a rotated file must be quiet until its last line counts as torn. Default: 2,000. */
  readonly lingerMs?: number;
}

/** What was shipped. */
export interface ShipCounts {
  readonly lines: number;
  /** Of these, lines that are not valid events. */
  readonly badLines: number;
  readonly blocks: number;
  /** Of the lines, uncompressed. */
  readonly bytes: number;
  /** Attempts that failed and were made again. */
  readonly retries: number;
  /** Blocks that the destination had already. */
  readonly duplicates: number;
  /** Lines that the destination does not take and never will. They are still in the log. */
  readonly refused: number;
  /** How often somebody else had shipped the same log, so that the position was asked for again. */
  readonly moves: number;
}

const maxAgeMs = 200;
const limits = { maxLines: 100, maxBytes: 64 * 1024, maxLineBytes: 512 * 1024 };

/**
 * Ships logs, whole lines in their order, from where the destination has them: each with all that was rotated away from it, the oldest first, and
 * then what is appended, until the signal. Reads no further while the destination takes nothing.
 *
 * @throws {ShipError}
 * @throws {LogError} for a log that cannot be read.
 */
export async function shipLogs(options: ShipOptions): Promise<ShipCounts> {
  const { to, host, catalogue, signal, once = false, cwd = process.cwd(), env = process.env } = options;
  const { onNotice = () => {}, patienceMs } = options;
  checkLogs(options.logs);
  const create = typeof to === "string" ? await loadSink(to) : to;
  const url = typeof to === "string" ? to : "";
  const counts = { lines: 0, badLines: 0, blocks: 0, bytes: 0, retries: 0, duplicates: 0, refused: 0, moves: 0 };
  // When one log cannot be followed, the others end; those that have ends are shipped to them.
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const work = options.logs.map(async (log) => {
    const sink = create({ to: url, env, cwd, catalogue, once, patienceMs, signal: either, onNotice, counts });
    try {
      checkHost(host, sink.takesAnyHost);
      await shipLog(log, sink, counts, { ...options, signal: either, onNotice });
    } catch (error) {
      if (!once) failure.abort(error);
      throw error;
    } finally {
      await sink.close();
    }
  });
  const results = await Promise.allSettled(work);
  if (failure.signal.aborted && !signal.aborted) throw failure.signal.reason;
  const failures = results.flatMap((result): readonly unknown[] =>
    result.status === "rejected" ? [result.reason] : [],
  );
  const [first, ...others] = failures.filter((reason) => reason !== signal.reason);
  if (first === undefined) return counts;
  const isSaid = new Set([errorInWords(first)]);
  for (const other of others.map(errorInWords)) {
    if (!isSaid.has(other)) await onNotice(other);
    isSaid.add(other);
  }
  throw first;
}

type Counts = { -readonly [Name in keyof ShipCounts]: ShipCounts[Name] };

/** One log. */
async function shipLog(
  log: string,
  sink: ShipSink,
  counts: Counts,
  options: ShipOptions & { readonly onNotice: (text: string) => Promise<void> | void },
): Promise<void> {
  const { host, catalogue, signal, once = false, pollMs = 100, lingerMs = 2000, onNotice, onProgress } = options;
  const path = resolve(options.cwd ?? process.cwd(), log);
  const origin = { host, log: basename(path) };
  const finder = new BadLineFinder(catalogue);
  for (let isTaken = false; !isTaken; ) {
    const position = (await sink.open(origin)) ?? [];
    const ofSink = { ...limits, ...sink.limits };
    const times = { pollMs, lingerMs, maxAgeMs };
    const trail = new LogTrail(path, { shownAs: log, signal, limits: ofSink, once, ...times, onNotice });
    isTaken = true;
    for await (const lines of ahead(trail.blocks(position))) {
      const block = blockOf(lines, origin, finder);
      isTaken = await sink.send(block);
      if (!isTaken) {
        counts.moves++;
        break;
      }
      counts.blocks++;
      counts.lines += block.lineCount;
      counts.badLines += block.badLines.length;
      counts.bytes += block.end - block.start;
      await onProgress?.(counts);
    }
  }
}

/** The same values; each is made while the one before it is used. */
async function* ahead<Value>(values: AsyncGenerator<Value>): AsyncGenerator<Value> {
  const take = (): Promise<IteratorResult<Value>> => {
    const taken = values.next();
    // Whoever stops early never awaits it.
    taken.catch(() => {});
    return taken;
  };
  try {
    for (let next = take(); ; ) {
      const { done, value } = await next;
      if (done === true) return;
      next = take();
      yield value;
    }
  } finally {
    await values.return(undefined);
  }
}

/** How much is shipped of a line that is too long. */
const keptBytes = 64 * 1024;

function blockOf(lines: TrailBlock, origin: ShipOrigin, finder: BadLineFinder): ShipBlock {
  const { before, after, lineCount, isCut, position } = lines;
  const bytes = isCut ? lines.bytes.subarray(0, keptBytes) : lines.bytes;
  const { number, fingerprint } = before;
  return {
    origin,
    file: { number, fingerprint },
    start: before.offset,
    end: after.offset,
    linesBefore: before.lines,
    lineCount,
    bytes,
    badLines: isCut ? [0] : finder.find(bytes, before.offset === 0),
    after: position,
  };
}
