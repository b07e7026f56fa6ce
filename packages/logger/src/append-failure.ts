/** What was being done when an append failed; at `sync` the lines are in the kernel. */
export type AppendStep = "open" | "owner" | "folder-sync" | "write" | "sync";

/** The facts of an append that failed. It is a value; {@link IssueMetricEventError} has the prose. */
export class AppendFailure {
  constructor(
    readonly step: AppendStep,
    readonly cause: unknown,
    /** Bytes of the lines that are in the file nevertheless. */
    readonly writtenBytes = 0,
    /** Why those may not be on the device, with durability `disk`. */
    readonly syncFailure?: AppendFailure,
  ) {}

  /**
   * Whether the line that ends so many bytes behind the start of all lines is in the log: whole, or lacking only its
   * line end, which whoever writes next adds.
   */
  isLogged(lineEnd: number): boolean {
    return this.step === "sync" || this.writtenBytes >= lineEnd - 1;
  }

  /** Why this very line is not accepted; `undefined` when it is. */
  of(lineEnd: number): AppendFailure | undefined {
    if (this.step === "sync") return this;
    return this.isLogged(lineEnd) ? this.syncFailure : this;
  }
}

/** A log that could be opened, but not be made what was asked for. */
export class OpenStepError extends Error {
  override readonly name = "OpenStepError";

  constructor(
    readonly step: "owner" | "folder-sync",
    cause: unknown,
  ) {
    super(`open failed at ${step}`, { cause });
  }
}
