// Removes files of a folder that are older than some days: node clean.js <folder> <days>
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { EventLogger } from "@metric-events/logger";
import { catalogue, FilesCleaned } from "./events/index.js";

const [folder = ".", days = "7"] = process.argv.slice(2);
const logger = new EventLogger({ catalogue, path: process.env.METRICS_LOG_PATH ?? "metrics.log" });
const start = performance.now();
const oldest = Date.now() - Number(days) * 86_400_000;

let removed = 0;
let bytes = 0;
for (const name of readdirSync(folder)) {
  const path = join(folder, name);
  const stats = statSync(path);
  if (!stats.isFile() || stats.mtimeMs > oldest) continue;
  rmSync(path);
  removed++;
  bytes += stats.size;
}

const duration = (performance.now() - start) / 1000;
logger.issue(FilesCleaned({ folder, removed, bytes, duration }));
