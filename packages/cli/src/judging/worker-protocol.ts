import type { Contract } from "@metric-events/core/runtime";
import type { Batch } from "../log/batch.js";
import type { CatalogueSource } from "../schemas/load-catalogue.js";
import type { Part } from "./judge-batch.js";
import type { TaskKind, TaskResults, TaskSpec } from "./task.js";

/** What a thread is told when it starts. */
export interface WorkerSetup {
  readonly source: CatalogueSource;
}

/** What a thread is to make of the batches that it is sent. */
export interface WorkerTask {
  readonly contract: Contract;
  readonly spec: TaskSpec;
}

/** To a thread: its task, and then batches. */
export type Request =
  | { readonly kind: "begin"; readonly task: WorkerTask }
  | { readonly kind: "judge"; readonly batch: Batch }
  /** The last part was taken: go on with the batch. */
  | { readonly kind: "go-on" };

/** From a thread: that it can work, and then the parts of each batch, in the order of the batches. */
export type Response =
  | { readonly kind: "ready" }
  | { readonly kind: "part"; readonly part: Part<TaskResults[TaskKind]>; readonly returned: ArrayBuffer | undefined };
