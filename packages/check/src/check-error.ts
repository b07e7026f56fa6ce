/**
 * Why schemas cannot be compared.
 *
 * - `invalid-baseline`: a text names no baseline.
 * - `unknown-event`: the policy names an event that is in no schema.
 * - `baseline-not-found`: there is no such folder, revision or published package, or it has no schemas.
 * - `moved-schemas`: a release has schemas, but in another folder.
 * - `unusable-baseline`: the schemas of a baseline are not valid.
 * - `too-large`: a baseline has more, or larger files than schemas need.
 * - `no-repository`: there is no git repository around the schemas.
 * - `git-failed`, `npm-failed`: a command that was called is missing, or failed.
 * - `incomplete-history`: a shallow clone, or histories without a common commit.
 * - `unreadable-file`: a file cannot be read, or is not what it should be.
 * - `unreadable-log`: a log that is replayed cannot be read to its end.
 */
export type CheckErrorCode =
  | "invalid-baseline"
  | "unknown-event"
  | "baseline-not-found"
  | "moved-schemas"
  | "unusable-baseline"
  | "too-large"
  | "no-repository"
  | "git-failed"
  | "npm-failed"
  | "incomplete-history"
  | "unreadable-file"
  | "unreadable-log";

/** Schemas cannot be compared. The message says what was expected, received, and what to do. */
export class CheckError extends Error {
  override readonly name = "CheckError";
  readonly code: CheckErrorCode;
  /** Set for a message of several lines. Its parts may hold line feeds of file names, so only these are its lines. */
  readonly lines?: readonly string[];

  constructor(code: CheckErrorCode, message: string | readonly string[], options?: ErrorOptions) {
    super(typeof message === "string" ? message : message.join("\n"), options);
    this.code = code;
    if (typeof message !== "string") this.lines = message;
  }
}
