/** What a logger has done since it was created. */
export interface LoggerCounters {
  /** Accepted events: the call returned, or the promise was fulfilled. */
  readonly issued: number;
  /** Refused events: invalid ones, and those that could not be logged as requested. */
  readonly rejected: number;
  /** Events of {@link EventLogger.issueSoon} that are neither accepted nor refused yet. */
  readonly pending: number;
  /** Bytes of the lines of accepted events, line ends included. */
  readonly bytes: number;
  /** How often the path named a different file than before, whichever program rotated it. */
  readonly rotations: number;
  /** Writes that were repeated because they were interrupted, met a busy terminal, or went into a deleted file. */
  readonly retries: number;
}

/** The counters while they are kept. They only grow. */
export class IssueTally {
  issued = 0;
  rejected = 0;
  bytes = 0;
  rotations = 0;
  retries = 0;
}
