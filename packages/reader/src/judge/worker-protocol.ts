import type { Batch } from "../read/batch.js";
import type { LogOrigin } from "../read/log-file.js";
import type { Judging } from "./batch-judge.js";
import type { Part } from "./judge-batch.js";
import type { CatalogueSource } from "./threads.js";

/** The data that a thread starts with. */
export interface WorkerSetup {
  readonly source: CatalogueSource;
}

/** What a thread does with the batches that follow. */
export interface WorkerTask {
  readonly judging: Judging;
  readonly sink: { readonly module: string; readonly name: string; readonly options: unknown };
}

/** To a thread: its task, and then batches. */
export type Request =
  | { readonly kind: "begin"; readonly task: WorkerTask }
  | { readonly kind: "judge"; readonly batch: Batch; readonly origin: LogOrigin }
  /** The last part was taken: go on with the batch. */
  | { readonly kind: "go-on" };

/** From a thread: that it is ready, and then the parts of each batch, in the order of the batches. */
export type Response =
  | { readonly kind: "ready" }
  | { readonly kind: "part"; readonly part: Part<unknown>; readonly returned: ArrayBuffer | undefined };
