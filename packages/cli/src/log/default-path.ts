import { resolve } from "node:path";
import type { Context } from "../context.js";
import { findConfig } from "../schemas/find-config.js";

/** What to do when the metrics log cannot be read. */
export const defaultLogHint = "; name a log, or set METRICS_LOG_PATH";

/** The metrics log: `METRICS_LOG_PATH` if it is set and not empty, else the one in the config file, else the default of the logger. */
export async function defaultLogPath(context: Pick<Context, "env" | "cwd">): Promise<string> {
  const { env, cwd } = context;
  const { METRICS_LOG_PATH: named = "" } = env;
  if (named !== "") return resolve(cwd, named);
  const { log } = (await findConfig(context)) ?? {};
  return log ?? (await import("@metric-events/logger")).DEFAULT_METRICS_LOG_PATH;
}
