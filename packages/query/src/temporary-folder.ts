import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemReason } from "@metric-events/system";
import { QueryError } from "./query-error.js";

/** Makes a folder for judged lines and for data that the database swaps out of memory. */
export async function makeTemporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "metric-events-query-")).catch((cause: unknown) => {
    throw new QueryError("unwritable", `cannot make a folder in ${tmpdir()}: ${systemReason(cause)}`, { cause });
  });
}

/**
 * Waits for work until it is done or a signal aborts.
 *
 * @throws the signal's reason.
 */
export async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([aborted, work]);
  } catch (error) {
    // The signal's reason says more than the database's report that it was interrupted.
    throw signal.aborted ? signal.reason : error;
  } finally {
    settled.abort();
  }
}
