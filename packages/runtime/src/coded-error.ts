/** An error whose `code` says what is wrong, for programs; the message says it to people. A class for each package closes the codes. */
export abstract class CodedError<Code extends string> extends Error {
  readonly code: Code;
  /** The lines of the message. A line may hold line feeds, such as those of file names: only these begin a line where it is printed. */
  readonly lines: readonly string[];

  /** @param message a line, or several. */
  constructor(code: Code, message: string | readonly string[], options?: ErrorOptions) {
    const lines = typeof message === "string" ? [message] : message;
    super(lines.join("\n"), options);
    this.code = code;
    this.lines = lines;
  }
}
