import { CodedError } from "@metric-events/runtime";

/**
 * Why schemas cannot be compared.
 *
 * - `invalid-baseline`: a text is not the name of a baseline.
 * - `unknown-event`: the policy names an event that is in no schema.
 * - `baseline-not-found`: a folder, revision or published package does not exist, or has no schemas.
 * - `moved-schemas`: a release has schemas, but in another folder.
 * - `unusable-baseline`: the schemas of a baseline are not valid.
 * - `too-large`: a baseline has more files, or larger ones, than schemas need.
 * - `no-repository`: the schemas are not in a git repository.
 * - `git-failed`, `npm-failed`: a command that was called is missing, or failed.
 * - `incomplete-history`: a shallow clone, or histories without a common commit.
 * - `missing-package`: a baseline had a version of a package that can be had from nowhere.
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
  | "missing-package"
  | "unreadable-file"
  | "unreadable-log";

/** Schemas cannot be compared. The message says what was expected, received, and what to do. */
export class CheckError extends CodedError<CheckErrorCode> {
  override readonly name = "CheckError";
}
