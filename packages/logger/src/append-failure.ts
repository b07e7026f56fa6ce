/** What was being done when an append failed; at `sync` the whole line is in the kernel. */
export type AppendStep = "open" | "folder-sync" | "write" | "sync";

/** The facts of a failed append; {@link IssueMetricEventError} has the prose. */
export class AppendFailure extends Error {
  override readonly name = "AppendFailure";

  constructor(
    readonly step: AppendStep,
    cause: unknown,
    /** Bytes of the line that are in the file nevertheless. */
    readonly writtenBytes = 0,
    readonly lineBytes = 0,
  ) {
    super(`append failed at ${step}`, { cause });
  }
}
