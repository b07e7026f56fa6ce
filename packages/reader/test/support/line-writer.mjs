// Logs runner events with a counter: node line-writer.mjs <log> <first> <count>
import { catalogue, RunnerInstalled } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";

const [path, first, count] = process.argv.slice(2);
const logger = new EventLogger({ path, catalogue });
for (let index = 0; index < Number(count); index++) {
  logger.issue(RunnerInstalled({ flavor: "small", duration: Number(first) + index }));
  // Slow enough that the log is rotated many times in the meantime.
  if (index % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 2));
}
logger.close();
