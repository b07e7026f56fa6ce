/** Where events are logged unless `METRICS_LOG_PATH` says otherwise. */
export const DEFAULT_METRICS_LOG_PATH = "/var/log/github-runner-metrics.log";

/** The path that {@link issueEvent} logs to now: `METRICS_LOG_PATH` when it is set and not empty, else the default. */
export function metricsLogPath(): string {
  return process.env["METRICS_LOG_PATH"] || DEFAULT_METRICS_LOG_PATH;
}
