import { rmSync, writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import type { MemoryGuardOptions } from "./memory-guard.js";

// A thread that only watches: see memory-guard.ts.
const checkEveryMs = 10;
const { command, maxResidentBytes, folders, advice, ending } = workerData as MemoryGuardOptions;

setInterval(() => {
  if (process.memoryUsage.rss() <= maxResidentBytes) return;
  Atomics.store(ending, 0, 1);
  try {
    const limit = `${String(maxResidentBytes / 1e9)} GB`;
    writeSync(2, `metric-events: ${command}: this needs more than ${limit} of memory, so it was ended; ${advice}\n`);
    for (const folder of folders) remove(folder);
  } finally {
    process.kill(process.pid, "SIGKILL");
  }
}, checkEveryMs);

/** The database may still write into it; the next run names what stays. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
  } catch {
    // The process ends all the same.
  }
}
