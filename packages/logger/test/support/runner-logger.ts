import { catalogue, type MetricEvent } from "@metric-events/core";
import { type FileSystem, nodeFileSystem } from "../../src/file-system.js";
import { EventLogger, type EventLoggerOptions } from "../../src/index.js";

/** What most tests use: a logger of the runner events. */
export type RunnerLogger = EventLogger<MetricEvent>;

export type RunnerLoggerOptions = Omit<EventLoggerOptions<MetricEvent>, "catalogue">;

export function runnerLogger(options: RunnerLoggerOptions, fileSystem: FileSystem = nodeFileSystem): RunnerLogger {
  return new EventLogger({ catalogue, ...options }, fileSystem);
}
