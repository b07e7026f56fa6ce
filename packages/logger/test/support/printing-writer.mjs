// Issues five events and prints a line after each: printing-writer.mjs <path> [<further descriptor to print to>]
// Prints the first error to standard error, which the test reads.
import { writeSync } from "node:fs";
import { catalogue, RunnerInstalled } from "@metric-events/core";
import { EventLogger, IssueMetricEventError } from "@metric-events/logger";

const [path, descriptor = "1"] = process.argv.slice(2);
const logger = new EventLogger({ catalogue, path });
let isReported = false;
for (let index = 0; index < 5; index++) {
  try {
    logger.issue(RunnerInstalled({ timestamp: index, flavor: "small", duration: index }));
  } catch (error) {
    if (!(error instanceof IssueMetricEventError)) throw error;
    if (!isReported) writeSync(2, `${error.code}: ${error.message}`);
    isReported = true;
  }
  writeSync(Number(descriptor), `printed ${index}\n`);
}
