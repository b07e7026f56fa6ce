import type { Catalogue, Contract } from "@metric-events/runtime";
import type { Batch } from "../read/batch.js";
import { type BatchJudge, batchJudgeOf } from "./batch-judge.js";
import { judgeBatch, type Part } from "./judge-batch.js";
import type { SinkFactory } from "./sink.js";
import type { Threads } from "./threads.js";
import { WorkerPool } from "./worker-pool.js";

export interface LogJudgeOptions<Result> {
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  readonly sink: SinkFactory<Result>;
  /** Without them, all work is done in this thread. */
  readonly threads: Threads | undefined;
  /** Threads that were started already; whoever started them closes them. */
  readonly pool?: WorkerPool<Result> | undefined;
}

/** Batches judged here whose parts wait until those of the batches before them have been taken. */
const maxWaitingHere = 4;

/**
 * Judges logs: small ones in this thread, and from some size on in others, too. To be closed at the end.
 */
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
    const { catalogue, contract, sink, pool } = options;
    if (pool !== undefined) this.#useThreads(pool);
    this.#here = batchJudgeOf(catalogue, contract, sink.createSink(sink.options, catalogue));
  }

  /** Says how many bytes the logs have at least. */
  expect(bytes: number): void {
    this.#expectedBytes = bytes;
  }

  /** The parts of all batches, in their order. When reading fails, those of the batches before come first. */
  async *judge(batches: AsyncIterable<Batch>): AsyncGenerator<Part<Result>> {
    const underWay: AsyncIterable<Part<Result>>[] = [];
    const failure: { error?: unknown } = {};
    try {
      for await (const batch of batches) {
        if (this.#isWorthThreads()) this.#startThreads();
        if (batch.kind === "lines") this.#readBytes += batch.parts.reduce((sum, part) => sum + part.length, 0);
        const pool = this.#pool?.isReady === true ? this.#pool : undefined;
        if (pool?.hasRoom === true) underWay.push(pool.submit(batch));
        else {
          // What this thread would do in the meantime is to wait.
          const parts = judgeBatch(batch, this.#here);
          const first = await parts.next();
          const end = first.done === true ? undefined : first.value.end;
          this.#lines += end?.lines ?? 0;
          this.#parsedLines += end?.parsed ?? 0;
          underWay.push(withFirst(first, parts));
          // The bytes of the batch are not valid for longer.
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

  /** Starting threads takes as long as judging many lines here: how many are left, and in which form, decides. */
  #isWorthThreads(): boolean {
    const { threads, sink } = this.#options;
    if (this.#pool !== undefined || threads === undefined || threads.count < 2 || this.#lines === 0) return false;
    const parsedShare = this.#parsedLines / this.#lines;
    const cost = parsedShare + (1 - parsedShare) * sink.scanningCost;
    // Of what has no size, as much is expected to come as there was.
    const left = Math.max(this.#expectedBytes - this.#readBytes, this.#readBytes);
    return left * cost > threads.startAtBytes;
  }

  #startThreads(): void {
    const { threads } = this.#options;
    if (threads !== undefined) this.#useThreads(new WorkerPool(threads.source, threads.count - 1));
  }

  #useThreads(pool: WorkerPool<Result>): void {
    const { contract, sink } = this.#options;
    pool.begin({ contract, sink: { module: sink.module, options: sink.options } });
    this.#pool = pool;
  }
}

/**
 * Starts threads for logs of this many bytes when they are worth it, before it is known what to do with the lines: they load their code
 * in the meantime.
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
