import type { Catalogue, Contract } from "@metric-events/core/runtime";
import type { Context } from "../context.js";
import type { Batch } from "../log/batch.js";
import type { CatalogueSource } from "../schemas/load-catalogue.js";
import { type BatchJudge, judgeBatch, type Part } from "./judge-batch.js";
import { createSink, lineFilterOf, type TaskKind, type TaskResults, type TaskSpec } from "./task.js";
import { WorkerPool } from "./worker-pool.js";

export interface JudgeOptions<Kind extends TaskKind> {
  readonly catalogue: Catalogue;
  /** Where threads find the same catalogue; without it, the work is done in this thread. */
  readonly source: CatalogueSource | undefined;
  readonly contract: Contract;
  readonly spec: TaskSpec & { readonly kind: Kind };
  readonly context: Pick<Context, "threads">;
}

/**
 * Judges logs: small ones in this thread, and from some size on in several. To be closed at the end.
 */
export class LogJudge<Kind extends TaskKind> {
  readonly #options: JudgeOptions<Kind>;
  readonly #inline: BatchJudge<TaskResults[Kind]>;
  #pool: WorkerPool<Kind> | undefined;
  #bytes = 0;

  constructor(options: JudgeOptions<Kind>) {
    this.#options = options;
    const { catalogue, contract, spec } = options;
    // The kind of the spec is that of the result.
    const sink = createSink(spec, catalogue) as BatchJudge<TaskResults[Kind]>["sink"];
    this.#inline = { catalogue, contract, sink, filter: lineFilterOf(spec) };
  }

  /** The parts of all batches, in their order. When reading fails, those of the batches before come first. */
  async *judge(batches: AsyncIterable<Batch>): AsyncGenerator<Part<TaskResults[Kind]>> {
    const underWay: AsyncGenerator<Part<TaskResults[Kind]>>[] = [];
    const failure: { error?: unknown } = {};
    try {
      for await (const batch of batches) {
        const pool = this.#poolFor(batch);
        underWay.push(pool === undefined ? judgeBatch(batch, this.#inline) : pool.submit(batch));
        while (underWay.length > (pool?.window ?? 0)) yield* underWay.shift() ?? [];
      }
    } catch (error) {
      failure.error = error;
    }
    for (const parts of underWay) yield* parts;
    if ("error" in failure) throw failure.error;
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }

  /** Threads take some time to start: the first batches are judged here. */
  #poolFor(batch: Batch): WorkerPool<Kind> | undefined {
    const { source, contract, spec, context } = this.#options;
    const { threads } = context;
    if (threads === undefined || source === undefined || threads.count < 2) return undefined;
    if (batch.kind === "lines") this.#bytes += batch.parts.reduce((sum, part) => sum + part.length, 0);
    if (this.#bytes <= threads.startAfterBytes) return undefined;
    this.#pool ??= new WorkerPool<Kind>({ source, contract, spec }, threads.count);
    return this.#pool.isReady ? this.#pool : undefined;
  }
}
