/** The command was called wrongly. The message says what was expected, what was received and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A file, a disk or a service did not do what it should. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** The reader of the output has closed it: the command ends without a message. */
export class OutputClosedError extends Error {
  override readonly name = "OutputClosedError";
}

/** The user or the system asked the command to end. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  readonly signal: "SIGINT" | "SIGTERM";

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(`ended by ${signal}`);
    this.signal = signal;
  }
}
