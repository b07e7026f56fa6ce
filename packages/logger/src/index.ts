export { EventLogger, type EventLoggerOptions } from "./event-logger.js";
export { issueEvent } from "./issue-event.js";
export {
  IssueMetricEventError,
  type IssueMetricEventErrorCode,
  type IssueMetricEventErrorDetails,
} from "./issue-metric-event-error.js";
export type { Durability } from "./log-file.js";
export { type LogrotateFrequency, type LogrotateOptions, logrotateConfig } from "./logrotate-config.js";
export {
  LogrotateSetupError,
  type LogrotateSetupErrorCode,
  type LogrotateSetupErrorDetails,
} from "./logrotate-setup-error.js";
export { DEFAULT_METRICS_LOG_PATH, metricsLogPath } from "./metrics-log-path.js";
export {
  LOG_ROTATE_TIMER_SYSTEMD_SERVICE,
  type LogrotateSetupOptions,
  METRICS_LOGROTATE_CONFIG,
  SYSTEMCTL_PATH,
  setupLogrotate,
} from "./setup-logrotate.js";
