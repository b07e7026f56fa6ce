// Issues numbered events as fast as possible: writer.mjs <path> <writer name> <options as JSON>
//
//   seed           for the sizes of the events
//   count          how many to issue; default: until standard input ends
//   minCount       how many to issue at least before the end of standard input counts
//   firstSequence  number of the first event
//   sizes          "small": up to 400 bytes of padding; "large": 2 % have 20 kB; "mixed": 0.2 % have 200 kB as well
//   burst, restMs  after each burst of events, rest for this many milliseconds
//   via            "issue"; "issueSoon": the events of a burst together; "issueAll": sixteen at a time
//   logger         options of the EventLogger
//   isAcknowledged print the number of each accepted event to standard output at once, one a line
//
// Without isAcknowledged, prints one line of JSON at the end. Accepted is every number from firstSequence to endSequence,
// exclusive, that is not among the rejected.
import { writeSync } from "node:fs";
import { setTimeout as rest } from "node:timers/promises";
import { catalogue, RunnerStart } from "@metric-events/core";
import { EventLogger, IssueMetricEventError } from "@metric-events/logger";

const [path, writer, options] = process.argv.slice(2);
const {
  seed,
  count,
  minCount = 0,
  firstSequence = 0,
  sizes,
  burst,
  restMs = 1,
  isAcknowledged = false,
  via = "issue",
  logger: loggerOptions,
} = JSON.parse(options);

let randomState = seed;
function random() {
  // A linear congruential generator (Numerical Recipes) is random enough for sizes.
  randomState = (Math.imul(randomState, 1664525) + 1013904223) >>> 0;
  return randomState / 2 ** 32;
}

function paddingLength() {
  const kind = random();
  if (sizes === "mixed" && kind < 0.002) return 200_000;
  if (sizes !== "small" && kind < 0.022) return 20_000;
  return Math.floor(random() * 400);
}

let isStopped = false;
process.stdin.on("end", () => (isStopped = true)).resume();

const logger = new EventLogger({ catalogue, path, ...loggerOptions });
const rejected = [];
let sequence = firstSequence;

const parent = process.ppid;

function isWanted() {
  // A test that was killed cannot end its writers, which would fill the disk.
  if (sequence % 1000 === 0 && process.ppid !== parent) process.exit(1);
  if (count !== undefined) return sequence < firstSequence + count;
  return !isStopped || sequence < firstSequence + minCount;
}

function numbered() {
  return RunnerStart({
    flavor: writer,
    workflow: String(sequence++),
    repo: `canonical/${"x".repeat(paddingLength())}`,
    github_event: "push",
    idle: 1.5,
  });
}

function accepted({ workflow }) {
  if (isAcknowledged) writeSync(1, `${workflow}\n`);
}

function refused({ workflow }, error) {
  if (!(error instanceof IssueMetricEventError)) throw error;
  rejected.push({ sequence: Number(workflow), code: error.code });
}

const issuers = {
  issue() {
    const event = numbered();
    try {
      logger.issue(event);
      accepted(event);
    } catch (error) {
      refused(event, error);
    }
  },
  issueSoon() {
    const event = numbered();
    const settled = logger.issueSoon(event).then(
      () => accepted(event),
      (error) => refused(event, error),
    );
    return sequence % burst === 0 ? settled : undefined;
  },
  issueAll() {
    const events = Array.from({ length: 16 }, numbered);
    let loggedCount = events.length;
    try {
      logger.issueAll(events);
    } catch (error) {
      loggedCount = error.loggedCount;
      for (const event of events.slice(loggedCount)) refused(event, error);
    }
    for (const event of events.slice(0, loggedCount)) accepted(event);
  },
};

let nextRest = firstSequence + burst;
while (isWanted()) {
  // oxlint-disable-next-line no-await-in-loop -- The order is the point.
  await issuers[via]();
  if (sequence < nextRest) continue;
  nextRest += burst;
  // oxlint-disable-next-line no-await-in-loop -- Resting is the point.
  await rest(restMs);
}
await logger[Symbol.asyncDispose]();
if (!isAcknowledged) writeSync(1, `${JSON.stringify({ firstSequence, endSequence: sequence, rejected })}\n`);
process.exit(0);
