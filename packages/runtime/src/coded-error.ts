/** An error whose `code` says what is wrong, for programs; the message says it to people. A class for each package closes the codes. */
export abstract class CodedError<Code extends string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
