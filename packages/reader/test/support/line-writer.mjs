// Logs numbered runner events until its input ends, then prints how many: node line-writer.mjs <log> <first number>
import { setImmediate as turn } from "node:timers/promises";
import { catalogue, RunnerInstalled } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";

const [path, first] = process.argv.slice(2);
const logger = new EventLogger({ path, catalogue });
let count = 0;
process.stdin.resume();
while (!process.stdin.readableEnded) {
  logger.issue(RunnerInstalled({ flavor: "small", duration: Number(first) + count++ }));
  // The end of the input comes between two turns.
  await turn();
}
logger.close();
console.log(count);
