export type { Owner } from "./check-log-file.js";
export type { LoggerCounters } from "./counters.js";
export { EventLogger } from "./event-logger.js";
export type { EventLoggerOptions } from "./event-logger-options.js";
export { issueEvent } from "./issue-event.js";
export {
  IssueMetricEventError,
  type IssueMetricEventErrorCode,
  type IssueMetricEventErrorDetails,
} from "./issue-metric-event-error.js";
export { ISSUED_CHANNEL, type IssuedEvent } from "./issued-channel.js";
export { LogRotationError } from "./log-rotation-error.js";
export type { Durability } from "./log-writer.js";
export {
  checkLogrotate,
  LOGROTATE_CONFIG,
  type LogrotateCheckOptions,
  type LogrotateFinding,
  type LogrotateFindingCode,
} from "./logrotate/check-logrotate.js";
export { type LogrotateFrequency, type LogrotateOptions, logrotateConfig } from "./logrotate/logrotate-config.js";
export {
  LogrotateSetupError,
  type LogrotateSetupErrorCode,
  type LogrotateSetupErrorDetails,
} from "./logrotate/logrotate-setup-error.js";
export {
  LOG_ROTATE_TIMER_SYSTEMD_SERVICE,
  type LogrotateSetupOptions,
  METRICS_LOGROTATE_CONFIG,
  SYSTEMCTL_PATH,
  setupLogrotate,
} from "./logrotate/setup-logrotate.js";
export { DEFAULT_METRICS_LOG_PATH, metricsLogPath } from "./metrics-log-path.js";
export type { RotateOptions } from "./rotator.js";
