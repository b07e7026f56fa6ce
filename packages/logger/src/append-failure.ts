/** The step at which an append failed. At `sync` the lines are already in the kernel. */
type AppendStep = "open" | "owner" | "folder-sync" | "write" | "sync";

/** The facts of a failed append, as a value. {@link IssueMetricEventError} puts them into words. */
export class AppendFailure {
  constructor(
    readonly step: AppendStep,
    readonly cause: unknown,
    /** Bytes of the lines that are in the file all the same. */
    readonly writtenBytes = 0,
    /** With durability `disk`: why those bytes may not be on the device. */
    readonly syncFailure?: AppendFailure,
  ) {}

  /**
   * Whether a line is in the log, given where it ends, counted in bytes from the start of all lines. It may lack its
   * line end: the next writer adds that.
   */
  isLogged(lineEnd: number): boolean {
    return this.step === "sync" || this.writtenBytes >= lineEnd - 1;
  }

  /** Why this line is refused; `undefined` when it is accepted. */
  of(lineEnd: number): AppendFailure | undefined {
    if (this.step === "sync") return this;
    return this.isLogged(lineEnd) ? this.syncFailure : this;
  }
}

/** The log was opened, but a step that has to follow failed. */
export class OpenStepError extends Error {
  override readonly name = "OpenStepError";

  constructor(
    readonly step: "owner" | "folder-sync",
    cause: unknown,
  ) {
    super(`open failed at ${step}`, { cause });
  }
}
