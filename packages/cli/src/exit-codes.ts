/** The exit codes of the command. The README has the same table. */
export const exitCodes = {
  ok: 0,
  /** The check found something: a line that is not a valid event, a lint error, a stale generated file. */
  found: 1,
  /** The command was called wrongly. */
  usage: 2,
  /** A file, a disk or a service did not do what it should. */
  environment: 3,
  /** A bug in this command (EX_SOFTWARE of sysexits(3)). */
  bug: 70,
  /** Ended by Ctrl-C: 128 + SIGINT, as in shells. */
  interrupted: 130,
  /** The reader of the output closed it: 128 + SIGPIPE. */
  brokenPipe: 141,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
