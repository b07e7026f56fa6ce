import type { Catalogue, Contract } from "@metric-events/core/runtime";
import type { Context } from "../context.js";
import type { Batch } from "../log/batch.js";
import type { CatalogueSource } from "../schemas/load-catalogue.js";
import { type BatchJudge, judgeBatch, type Part } from "./judge-batch.js";
import { batchJudgeOf, type TaskKind, type TaskResults, type TaskSpec } from "./task.js";
import { WorkerPool } from "./worker-pool.js";

export interface JudgeOptions<Kind extends TaskKind> {
  readonly catalogue: Catalogue;
  /** Where threads find the same catalogue; without it, the work is done in this thread. */
  readonly source: CatalogueSource | undefined;
  readonly contract: Contract;
  readonly spec: TaskSpec & { readonly kind: Kind };
  readonly context: Pick<Context, "threads">;
  /** Threads that were started already; whoever started them closes them. */
  readonly pool?: WorkerPool<Kind> | undefined;
}

/** What it takes to scan a line and do the task, in proportion to parsing one. */
const scanningCost: Readonly<Record<TaskKind, number>> = { count: 1 / 8, split: 1 / 5, columns: 1 / 4 };

/** Batches judged here whose parts wait until those of the batches before them have been taken. */
const maxWaitingHere = 4;

/**
 * Judges logs: small ones in this thread, and from some size on in others, too. To be closed at the end.
 */
export class LogJudge<Kind extends TaskKind> {
  readonly #options: JudgeOptions<Kind>;
  readonly #here: BatchJudge<TaskResults[Kind]>;
  #pool: WorkerPool<Kind> | undefined;
  #expectedBytes = 0;
  #readBytes = 0;
  #lines = 0;
  #parsedLines = 0;

  constructor(options: JudgeOptions<Kind>) {
    this.#options = options;
    const { catalogue, contract, spec, pool } = options;
    if (pool !== undefined) this.#useThreads(pool);
    // The kind of the spec is that of the result.
    this.#here = batchJudgeOf(catalogue, contract, spec) as BatchJudge<TaskResults[Kind]>;
  }

  /** Says how many bytes the logs have at least. */
  expect(bytes: number): void {
    this.#expectedBytes = bytes;
  }

  /** The parts of all batches, in their order. When reading fails, those of the batches before come first. */
  async *judge(batches: AsyncIterable<Batch>): AsyncGenerator<Part<TaskResults[Kind]>> {
    const underWay: AsyncIterable<Part<TaskResults[Kind]>>[] = [];
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
    const { threads } = this.#options.context;
    if (this.#pool !== undefined || threads === undefined || threads.count < 2 || this.#lines === 0) return false;
    const parsedShare = this.#parsedLines / this.#lines;
    const cost = parsedShare + (1 - parsedShare) * scanningCost[this.#options.spec.kind];
    // Of what has no size, as much is expected to come as there was.
    const left = Math.max(this.#expectedBytes - this.#readBytes, this.#readBytes);
    return left * cost > threads.startAtBytes;
  }

  #startThreads(): void {
    const { source, context } = this.#options;
    if (source === undefined || context.threads === undefined) return;
    this.#useThreads(new WorkerPool<Kind>({ source }, context.threads.count - 1));
  }

  #useThreads(pool: WorkerPool<Kind>): void {
    const { contract, spec } = this.#options;
    pool.begin({ contract, spec });
    this.#pool = pool;
  }
}

/** Starts threads for logs of so many bytes, when they are worth it, before it is known what is to be made of them. */
export function startThreadsFor<Kind extends TaskKind>(
  bytes: number,
  kind: Kind,
  source: CatalogueSource | undefined,
  { threads }: Pick<Context, "threads">,
): WorkerPool<Kind> | undefined {
  if (source === undefined || threads === undefined || threads.count < 2) return undefined;
  if (bytes * scanningCost[kind] <= threads.startAtBytes) return undefined;
  return new WorkerPool<Kind>({ source }, threads.count - 1);
}

async function* withFirst<Item>(
  first: IteratorResult<Item, unknown>,
  others: AsyncGenerator<Item>,
): AsyncGenerator<Item> {
  if (first.done === true) return;
  yield first.value;
  yield* others;
}
