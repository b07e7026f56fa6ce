/** The log when `METRICS_LOG_PATH` is not set. */
export const DEFAULT_METRICS_LOG_PATH = "/var/log/github-runner-metrics.log";

/** The path that {@link issueEvent} logs to: `METRICS_LOG_PATH` if it is set and not empty, else the default. */
export function metricsLogPath(): string {
  return process.env["METRICS_LOG_PATH"] || DEFAULT_METRICS_LOG_PATH;
}
