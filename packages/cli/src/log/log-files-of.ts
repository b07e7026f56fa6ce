import type { Context } from "../context.js";
import { defaultLogPath } from "./default-path.js";
import { type LogFile, openLogFamily } from "./log-family.js";

/** The logs that were named; else the metrics log and those that were rotated away from it, the oldest first. */
export async function logFilesOf(paths: readonly string[], context: Context): Promise<readonly LogFile[]> {
  if (paths.length > 0) return paths.map((path) => ({ path }));
  return openLogFamily(await defaultLogPath(context));
}
