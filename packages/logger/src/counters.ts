/** What a logger has done since it was made. */
export interface LoggerCounters {
  /** Events that were accepted: the call returned, or the promise was resolved. */
  readonly issued: number;
  /** Events that were not: invalid ones, and those that could not be logged as asked. */
  readonly rejected: number;
  /** Events of {@link EventLogger.issueSoon} that are neither yet. */
  readonly pending: number;
  /** Bytes of the lines of accepted events, line ends included. */
  readonly bytes: number;
  /** Times that the path was found to name another file than before, whoever rotated it. */
  readonly rotations: number;
  /** Writes that were tried again, since they were interrupted, found a busy terminal, or went into a deleted file. */
  readonly retries: number;
}

/** The counters as they are kept: only ever counted up. */
export class Tally {
  issued = 0;
  rejected = 0;
  bytes = 0;
  rotations = 0;
  retries = 0;
}
