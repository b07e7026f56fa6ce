import { Worker } from "node:worker_threads";
import type { Batch } from "../read/batch.js";
import type { LogOrigin } from "../read/log-file.js";
import type { Part } from "./judge-batch.js";
import { compiledModule } from "./sink.js";
import type { CatalogueSource } from "./threads.js";
import type { Request, Response, WorkerSetup, WorkerTask } from "./worker-protocol.js";

/** Batches that one thread has at a time, so that it does not wait for the next. */
const batchesPerWorker = 2;

/** Objects live no longer than one event: a larger young generation would only take memory. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/** Threads that judge batches. They may start before their task is known. */
export class WorkerPool<Result> {
  /** How many batches may be under way. */
  readonly window: number;
  readonly #workers: readonly JudgeWorker<Result>[];
  readonly #free: ArrayBuffer[] = [];
  #isReady = false;

  constructor(source: CatalogueSource, size: number) {
    this.window = size * batchesPerWorker;
    this.#workers = Array.from({ length: size }, () => new JudgeWorker<Result>({ source }, this.#free));
    void this.#waitUntilReady();
  }

  /** Sets the task of the threads. To be called before the first batch. */
  begin(task: WorkerTask): void {
    for (const worker of this.#workers) worker.begin(task);
  }

  /** Whether all threads have loaded their code. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether a thread has room for a batch. */
  get hasRoom(): boolean {
    return this.#workers.some(({ load }) => load < batchesPerWorker);
  }

  /** Hands the batch to a thread at once. Its bytes are copied. */
  submit(batch: Batch, origin: LogOrigin): AsyncGenerator<Part<Result>> {
    const [first, ...others] = this.#workers;
    if (first === undefined) throw new Error("a pool needs a worker");
    const idlest = others.reduce((best, worker) => (worker.load < best.load ? worker : best), first);
    return idlest.submit(this.#owned(batch), origin);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  /** A pool with a thread that cannot start is never ready, and its batches are judged without it. */
  async #waitUntilReady(): Promise<void> {
    const started = await Promise.allSettled(this.#workers.map(({ ready }) => ready));
    this.#isReady = started.every(({ status }) => status === "fulfilled");
  }

  /** The batch with its bytes in one buffer, which can be moved to a thread. */
  #owned(batch: Batch): Batch {
    if (batch.kind === "too-long") return batch;
    const length = batch.parts.reduce((sum, part) => sum + part.length, 0);
    const bytes = new Uint8Array(this.#bufferOf(length), 0, length);
    let offset = 0;
    for (const part of batch.parts) {
      bytes.set(part, offset);
      offset += part.length;
    }
    return { ...batch, parts: [bytes] };
  }

  #bufferOf(length: number): ArrayBuffer {
    const free = this.#free.pop();
    if (free !== undefined && free.byteLength >= length) return free;
    // Batches begin with the rest of a line, so their lengths differ: with some room to spare, the buffer fits the next ones.
    return new ArrayBuffer(length + 64 * 1024);
  }
}

class JudgeWorker<Result> {
  readonly ready: Promise<void>;
  /** Batches under way. */
  load = 0;
  readonly #worker: Worker;
  /** Parts that arrived, in the order of the batches. */
  readonly #parts: Part<Result>[] = [];
  #wake: (() => void) | undefined;
  #failure: Error | undefined;

  constructor(setup: WorkerSetup, free: ArrayBuffer[]) {
    this.#worker = new Worker(new URL(compiledModule(import.meta.url, "judge/worker.js")), {
      workerData: setup,
      resourceLimits,
    });
    // An idle thread must not keep the process alive.
    this.#worker.unref();
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on("message", (response: Response) => {
        if (response.kind === "ready") resolve();
        else {
          // The buffer of a very long line is not kept.
          if (response.returned !== undefined && response.returned.byteLength < 4 * 1024 * 1024)
            free.push(response.returned);
          if (response.part.end !== undefined) this.load--;
          this.#parts.push(response.part as Part<Result>);
          this.#wake?.();
        }
      });
      const fail = (error: Error): void => {
        this.#failure = error;
        reject(error);
        this.#wake?.();
      };
      this.#worker.on("error", fail);
      this.#worker.on("exit", (code) => fail(new Error(`a worker thread ended with exit code ${code}`)));
    });
  }

  begin(task: WorkerTask): void {
    this.#post({ kind: "begin", task }, []);
  }

  submit(batch: Batch, origin: LogOrigin): AsyncGenerator<Part<Result>> {
    this.load++;
    const moved = batch.kind === "lines" ? batch.parts.map(({ buffer }) => buffer as ArrayBuffer) : [];
    this.#post({ kind: "judge", batch, origin }, moved);
    return this.#take();
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners("exit");
    await this.#worker.terminate();
  }

  /** The parts of one batch. To be taken in the order of the batches. */
  async *#take(): AsyncGenerator<Part<Result>> {
    for (let isLast = false; !isLast; ) {
      const part = await this.#next();
      isLast = part.end !== undefined;
      yield part;
      if (!isLast) this.#post({ kind: "go-on" }, []);
    }
  }

  async #next(): Promise<Part<Result>> {
    // While a part is awaited, the thread must keep the process alive.
    this.#worker.ref();
    try {
      for (;;) {
        const part = this.#parts.shift();
        if (part !== undefined) return part;
        if (this.#failure !== undefined) throw this.#failure;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.#worker.unref();
    }
  }

  #post(request: Request, moved: readonly ArrayBuffer[]): void {
    this.#worker.postMessage(request, moved);
  }
}
