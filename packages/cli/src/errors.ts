/** An error that is printed as lines. Only these begin a line: a line feed within one of them, such as that of a file name, is escaped. */
class LinesError extends Error {
  readonly lines: readonly string[];

  constructor(message: string | readonly string[], options?: ErrorOptions) {
    const lines = typeof message === "string" ? [message] : message;
    super(lines.join("\n"), options);
    this.lines = lines;
  }
}

/** The command was called wrongly. The message says what was expected, what was received and what to do. */
export class UsageError extends LinesError {
  override readonly name = "UsageError";
}

/** A file, a disk or a service did not do what it should. */
export class EnvironmentError extends LinesError {
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
