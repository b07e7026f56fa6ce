import { catalogue, type MetricEvent } from "@metric-events/core";
import { EventLogger } from "./event-logger.js";
import { metricsLogPath } from "./metrics-log-path.js";

interface CurrentLogger {
  readonly path: string;
  readonly logger: EventLogger<MetricEvent>;
}

// The one state of this package that outlives a call: the logger of the path that was used last.
let current: CurrentLogger | undefined;

/**
 * Logs a runner event to {@link metricsLogPath}, read at each call. Where the promises are: {@link EventLogger.issue}.
 *
 * The file stays open between calls; when the path changes, the previous one is closed. A relative path means the
 * working folder at the first event.
 *
 * @throws {InvalidEventError} when it is no valid event; the log is not touched.
 * @throws {IssueMetricEventError} when it cannot be logged; `code` and `cause` say why.
 */
export function issueEvent(event: MetricEvent): void {
  const path = metricsLogPath();
  if (current?.path !== path) {
    current?.logger.close();
    current = { path, logger: new EventLogger({ path, catalogue }) };
  }
  current.logger.issue(event);
}
