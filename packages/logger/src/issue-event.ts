import { catalogue, type MetricEvent } from "@metric-events/core";
import { EventLogger } from "./event-logger.js";
import { metricsLogPath } from "./metrics-log-path.js";

interface CurrentLogger {
  readonly path: string;
  readonly logger: EventLogger<MetricEvent>;
}

// The logger of the path that was used last: the only state of this package that outlives a call without a logger.
let current: CurrentLogger | undefined;

/**
 * Logs a runner event to {@link metricsLogPath}, which is read at each call. Promises the same as {@link EventLogger.issue}.
 *
 * The file stays open between calls, until the path changes. A relative path is resolved against the working folder at the
 * first event.
 *
 * @throws {InvalidEventError} when the event is not valid; the log is not touched.
 * @throws {IssueMetricEventError} when the event cannot be logged; `code` and `cause` say why.
 */
export function issueEvent(event: MetricEvent): void {
  const path = metricsLogPath();
  if (current?.path !== path) {
    current?.logger.close();
    current = { path, logger: new EventLogger({ path, catalogue }) };
  }
  current.logger.issue(event);
}
