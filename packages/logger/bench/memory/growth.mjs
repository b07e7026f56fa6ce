// Logs to /dev/null, and prints how much memory that took: growth.mjs loop|burst
import { RunnerStart } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";

const logger = new EventLogger({ path: "/dev/null" });
const fields = { flavor: "large-arm64", workflow: "CI", repo: "acme/widgets", github_event: "push" };
let maxPending = 0;

const kinds = {
  loop() {
    for (let index = 0; index < 10_000_000; index++) logger.issue(RunnerStart({ ...fields, idle: index / 16 }));
  },
  burst(count = 300_000) {
    for (let index = 0; index < count; index++) {
      void logger.issueSoon(RunnerStart({ ...fields, idle: index / 16 }));
      if (index % 64 === 0) maxPending = Math.max(maxPending, logger.counters.pending);
    }
    logger.flush();
  },
};

const run = kinds[process.argv[2]];
// What any program grows by at its start (compiled code, the first generations of the heap) is not meant.
kinds.burst(20_000);
await new Promise((resolve) => setImmediate(resolve));
globalThis.gc();
const before = process.memoryUsage();
run();
const { rss } = process.memoryUsage();
globalThis.gc();
const { heapUsed } = process.memoryUsage();
const heapMb = (heapUsed - before.heapUsed) / 1e6;
console.log(JSON.stringify({ heapMb, residentMb: (rss - before.rss) / 1e6, maxPending }));
