import { resolve } from "node:path";
import type { Context } from "../context.js";

/** What to do when the metrics log cannot be read. */
export const defaultLogHint = "; name a log, or set METRICS_LOG_PATH";

/** The metrics log: `METRICS_LOG_PATH` if it is set and not empty, else the default of the logger. */
export async function defaultLogPath({ env, cwd }: Pick<Context, "env" | "cwd">): Promise<string> {
  const { DEFAULT_METRICS_LOG_PATH } = await import("@metric-events/logger");
  return resolve(cwd, env["METRICS_LOG_PATH"] || DEFAULT_METRICS_LOG_PATH);
}
