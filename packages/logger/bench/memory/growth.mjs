// Logs to /dev/null, and prints how much memory this takes: growth.mjs <contender> fresh|used|loop
//
//   fresh  a burst in a new process
//   used   a burst in a process that has already made as many objects, so that V8's young generation has grown
//   loop   10 million events, then a garbage collection
import { once } from "node:events";
import { catalogue, RunnerStart } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";
import pino from "pino";

const burstCount = 300_000;
const fields = { flavor: "large-arm64", workflow: "CI", repo: "acme/widgets", github_event: "push" };
const make = (index) => RunnerStart({ ...fields, idle: index / 16 });

let maxPending = 0;
let kept;

function issuingSoon(options) {
  const logger = new EventLogger({ path: "/dev/null", catalogue, ...options });
  return (count) => {
    for (let index = 0; index < count; index++) {
      void logger.issueSoon(make(index));
      if (index % 64 === 0) maxPending = Math.max(maxPending, logger.counters.pending);
    }
    logger.flush();
  };
}

async function pinoTo(options) {
  const destination = pino.destination({ dest: "/dev/null", ...options });
  if (!options.sync) await once(destination, "ready");
  const logger = pino(destination);
  return (count) => {
    for (let index = 0; index < count; index++) logger.info(make(index));
    destination.flushSync();
  };
}

/** A loop that makes the events and a promise for each, and logs nothing. */
function makeObjects(count) {
  for (let index = 0; index < count; index++) kept = [make(index), new Promise((resolve) => resolve())];
}

const contenders = {
  objects: () => makeObjects,
  issue: () => {
    const logger = new EventLogger({ path: "/dev/null", catalogue });
    return (count) => {
      for (let index = 0; index < count; index++) logger.issue(make(index));
    };
  },
  issueAll: () => {
    const logger = new EventLogger({ path: "/dev/null", catalogue });
    return (count) => {
      for (let index = 0; index < count; index += 64)
        logger.issueAll(Array.from({ length: 64 }, (_, offset) => make(index + offset)));
    };
  },
  issueSoon: () => issuingSoon({}),
  issueSoonWithHook: () => issuingSoon({ onError: () => {} }),
  pino: () => pinoTo({ sync: true }),
  pinoAsync: () => pinoTo({ sync: false, minLength: 4096 }),
};

const turn = () => new Promise((resolve) => setImmediate(resolve));
const peakMb = () => process.resourceUsage().maxRSS / 1000;

const [contender, state] = process.argv.slice(2);
const run = await contenders[contender]();
// The growth of any program at its start, such as compiled code, does not count.
run(20_000);
await turn();
if (state === "used") {
  for (let round = 0; round < 5; round++) {
    makeObjects(burstCount);
    await turn();
  }
}
globalThis.gc();
const before = process.memoryUsage();
const peakBeforeMb = state === "used" ? peakMb() : before.rss / 1e6;
run(state === "loop" ? 10_000_000 : burstCount);
const residentMb = peakMb() - peakBeforeMb;
globalThis.gc();
const heapMb = (process.memoryUsage().heapUsed - before.heapUsed) / 1e6;
console.log(JSON.stringify({ heapMb, residentMb, maxPending, isKept: kept !== undefined }));
