import { rmSync, writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import type { MemoryGuardOptions } from "./memory-guard.js";

// A thread that only watches: see memory-guard.ts.
const checkEveryMs = 10;
const { maxResidentBytes, folder } = workerData as MemoryGuardOptions;

setInterval(() => {
  if (process.memoryUsage.rss() <= maxResidentBytes) return;
  try {
    rmSync(folder, { recursive: true, force: true });
    const limit = `${String(maxResidentBytes / 1e9)} GB`;
    writeSync(
      2,
      `metric-events: query: this needs more than ${limit} of memory, so it was ended; select fewer rows or shorter values\n`,
    );
  } finally {
    process.kill(process.pid, "SIGKILL");
  }
}, checkEveryMs);
