// A process that issues numbered events as fast as it can: writer.mjs <path> <writer name> <options as JSON>
//
//   seed           for the sizes of the events
//   count          how many to issue; without it, until standard input ends
//   firstSequence  number of the first event
//   sizes          "small": up to 400 bytes of padding; "large": 2 % have 20 kB; "mixed": 0.2 % have 200 kB as well
//   burst, restMs  after so many events, rest for so many milliseconds
//   isAcknowledged the number of each accepted event goes to standard output at once, one a line
//
// Else, at the end, one line of JSON tells what was accepted: every number from firstSequence to endSequence, exclusive,
// that is not among the rejected.
import { writeSync } from "node:fs";
import { setTimeout as rest } from "node:timers/promises";
import { RunnerStart } from "@metric-events/core";
import { EventLogger, IssueMetricEventError } from "@metric-events/logger";

const [path, writer, options] = process.argv.slice(2);
const { seed, count, firstSequence = 0, sizes, burst, restMs = 1, isAcknowledged = false } = JSON.parse(options);

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

const logger = new EventLogger({ path });
const rejected = [];
let sequence = firstSequence;
for (; count === undefined ? !isStopped : sequence < firstSequence + count; sequence++) {
  const event = RunnerStart({
    flavor: writer,
    workflow: String(sequence),
    repo: `canonical/${"x".repeat(paddingLength())}`,
    github_event: "push",
    idle: 1.5,
  });
  try {
    logger.issue(event);
    if (isAcknowledged) writeSync(1, `${sequence}\n`);
  } catch (error) {
    if (!(error instanceof IssueMetricEventError)) throw error;
    rejected.push({ sequence, code: error.code });
  }
  // oxlint-disable-next-line no-await-in-loop -- To rest is the point.
  if (sequence % burst === burst - 1) await rest(restMs);
}
if (!isAcknowledged) writeSync(1, `${JSON.stringify({ firstSequence, endSequence: sequence, rejected })}\n`);
process.exit(0);
