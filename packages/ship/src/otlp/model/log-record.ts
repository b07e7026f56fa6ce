import type { AnyValue, KeyValue } from "./any-value.js";

/** One line of a log, as OpenTelemetry has it (`LogRecord` of logs.proto). */
export interface LogRecord {
  /** Of its line in the file, from 1; for messages. */
  readonly lineNumber: number;
  /** Unix nanoseconds; 0 if nobody knows. */
  readonly timeNanos: bigint;
  /** When it was read. */
  readonly observedNanos: bigint;
  readonly severity: Severity;
  readonly body: AnyValue;
  readonly attributes: readonly KeyValue[];
  /** Empty for a line that is not a valid event. */
  readonly eventName: string;
}

/** INFO for events, WARN for bad lines: `SeverityNumber` of logs.proto, and its name. */
export interface Severity {
  readonly number: number;
  readonly text: string;
}

/** The records of one host (`ResourceLogs`, with one `ScopeLogs`). */
export interface HostRecords {
  readonly resource: readonly KeyValue[];
  readonly records: readonly LogRecord[];
}

/** What every record says it was made by. */
export const scopeName = "metric-events";
