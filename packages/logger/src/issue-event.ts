import { catalogue, type MetricEvent } from "@metric-events/core";
import { EventLogger } from "./event-logger.js";
import { metricsHost } from "./host-filler.js";
import { metricsLogPath } from "./metrics-log-path.js";

interface CurrentLogger {
  readonly path: string;
  readonly host: string | undefined;
  readonly logger: EventLogger<MetricEvent>;
}

// The logger of the path and the host that was used last: the only state of this package that outlives a call without a logger.
let current: CurrentLogger | undefined;

/**
 * Logs a runner event to {@link metricsLogPath}, with the host of `METRICS_HOST`; both are read at each call. Promises the same as {@link EventLogger.issue}.
 *
 * The file stays open between calls, until the path changes. A relative path is resolved against the working folder at the
 * first event.
 *
 * @throws {InvalidEventError} when the event is not valid; the log is not touched.
 * @throws {IssueMetricEventError} when the event cannot be logged; `code` and `cause` say why.
 */
export function issueEvent(event: MetricEvent): void {
  const path = metricsLogPath();
  const host = metricsHost();
  if (current?.path !== path || current.host !== host) {
    current?.logger.close();
    current = { path, host, logger: new EventLogger({ path, host, catalogue }) };
  }
  current.logger.issue(event);
}
