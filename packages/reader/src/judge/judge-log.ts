import type { Catalogue } from "@metric-events/runtime";
import type { Batch } from "../read/batch.js";
import type { LogOrigin } from "../read/log-file.js";
import { type BatchJudge, batchJudgeOf, type Judging } from "./batch-judge.js";
import { judgeBatch, type Part } from "./judge-batch.js";
import type { SinkFactory } from "./sink.js";
import type { Threads } from "./threads.js";
import { WorkerPool } from "./worker-pool.js";

interface LogJudgeOptions<Result> {
  readonly catalogue: Catalogue;
  readonly judging: Judging;
  readonly sink: SinkFactory<Result>;
  /** Without them, this thread does all the work. */
  readonly threads: Threads | undefined;
  /** Threads that were started before. Their owner closes them. */
  readonly pool?: WorkerPool<Result> | undefined;
}

/** How many batches judged here may wait for the parts of earlier batches. */
const maxWaitingHere = 4;

/** Judges small logs in this thread and large ones in others, too. To be closed at the end. */
export class LogJudge<Result> {
  readonly #options: LogJudgeOptions<Result>;
  readonly #here: BatchJudge<Result>;
  #pool: WorkerPool<Result> | undefined;
  #expectedBytes = 0;
  #readBytes = 0;
  #lines = 0;
  #parsedLines = 0;

  constructor(options: LogJudgeOptions<Result>) {
    this.#options = options;
    const { catalogue, judging, sink, pool } = options;
    if (pool !== undefined) this.#useThreads(pool);
    this.#here = batchJudgeOf(catalogue, judging, sink.createSink(sink.options, catalogue));
  }

  /** Sets how many bytes the logs have at least. */
  expect(bytes: number): void {
    this.#expectedBytes = bytes;
  }

  /** The parts of all batches, in order. When reading fails, throws after the parts of the batches before. */
  async *judge(batches: AsyncIterable<Batch>, origin: LogOrigin): AsyncGenerator<Part<Result>> {
    const underWay: AsyncIterable<Part<Result>>[] = [];
    const failure: { error?: unknown } = {};
    try {
      for await (const batch of batches) {
        if (this.#isWorthThreads()) this.#startThreads();
        if (batch.kind === "lines") this.#readBytes += batch.parts.reduce((sum, part) => sum + part.length, 0);
        const pool = this.#pool?.isReady === true ? this.#pool : undefined;
        if (pool?.hasRoom === true) underWay.push(pool.submit(batch, origin));
        else {
          // This thread would only wait meanwhile.
          const parts = judgeBatch(batch, origin, this.#here);
          const first = await parts.next();
          const end = first.done === true ? undefined : first.value.end;
          this.#lines += end?.lines ?? 0;
          this.#parsedLines += end?.parsed ?? 0;
          underWay.push(withFirst(first, parts));
          // The bytes of the batch are valid only until the next one.
          if (end === undefined) while (underWay.length > 0) yield* underWay.shift() ?? [];
        }
        const most = pool === undefined ? 0 : pool.window + maxWaitingHere;
        while (underWay.length > most) yield* underWay.shift() ?? [];
      }
    } catch (error) {
      failure.error = error;
    }
    for (const parts of underWay) yield* parts;
    if ("error" in failure) throw failure.error;
  }

  async close(): Promise<void> {
    if (this.#pool !== this.#options.pool) await this.#pool?.close();
  }

  /** Starting threads takes as long as judging many lines here. It depends on how many are left, and in which form. */
  #isWorthThreads(): boolean {
    const { threads, sink } = this.#options;
    if (this.#pool !== undefined || threads === undefined || threads.count < 2 || this.#lines === 0) return false;
    const parsedShare = this.#parsedLines / this.#lines;
    const cost = parsedShare + (1 - parsedShare) * sink.scanningCost;
    // A log without a size is expected to go on for as long again.
    const left = Math.max(this.#expectedBytes - this.#readBytes, this.#readBytes);
    return left * cost > threads.startAtBytes;
  }

  #startThreads(): void {
    const { threads } = this.#options;
    if (threads !== undefined) this.#useThreads(new WorkerPool(threads.source, threads.count - 1));
  }

  #useThreads(pool: WorkerPool<Result>): void {
    const { judging, sink } = this.#options;
    pool.begin({ judging, sink: { module: sink.module, name: sink.name, options: sink.options } });
    this.#pool = pool;
  }
}

/**
 * Starts threads for logs of this many bytes, if that pays, before their task is known: they load their code meanwhile.
 */
export function startThreads<Result>(
  bytes: number,
  scanningCost: number,
  threads: Threads | undefined,
): WorkerPool<Result> | undefined {
  if (threads === undefined || threads.count < 2 || bytes * scanningCost <= threads.startAtBytes) return undefined;
  return new WorkerPool(threads.source, threads.count - 1);
}

async function* withFirst<Item>(
  first: IteratorResult<Item, unknown>,
  others: AsyncGenerator<Item>,
): AsyncGenerator<Item> {
  if (first.done === true) return;
  yield first.value;
  yield* others;
}
