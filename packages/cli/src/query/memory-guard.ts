import { Worker } from "node:worker_threads";
import { packageRoot } from "@metric-events/system";

export interface MemoryGuardOptions {
  readonly command: "collect" | "export" | "query";
  /** What the whole process may need. */
  readonly maxResidentBytes: number;
  /** What the process would leave behind. */
  readonly folders: readonly string[];
  /** What to do, for people. */
  readonly advice: string;
  /** 1 from when the process is being ended. */
  readonly ending: Int32Array;
}

/**
 * Ends the process when it needs too much memory. The database has a limit of its own, but values of one row do not count there
 * (`repeat('x', 3000000000)`), and a function that makes one cannot be interrupted; it may also block this thread, so another one watches.
 *
 * @returns ends the watch; there is none without a limit
 */
export async function guardMemory({
  maxResidentBytes,
  ...options
}: Omit<MemoryGuardOptions, "maxResidentBytes" | "ending"> & {
  readonly maxResidentBytes: number | undefined;
}): Promise<() => Promise<void>> {
  if (maxResidentBytes === undefined) return async () => {};
  const ending = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: MemoryGuardOptions = { ...options, maxResidentBytes, ending };
  const worker = new Worker(new URL("dist/query/memory-watch.js", packageRoot(import.meta.url)), { workerData });
  await new Promise((resolve, reject) => worker.once("online", resolve).once("error", reject));
  worker.unref();
  return async () => {
    // The process is about to be killed: what fails now fails because its folders are removed.
    Atomics.wait(ending, 0, 1);
    await worker.terminate();
  };
}
