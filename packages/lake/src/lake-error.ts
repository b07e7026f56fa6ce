import { CodedError } from "@metric-events/runtime";

/**
 * Why a lake cannot be read or written.
 *
 * - `not-a-lake`: the folder holds other things, or does not exist.
 * - `newer-version`: a later version of this program wrote it.
 * - `broken-manifest`: the list of its files cannot be read.
 * - `missing-file`: a file of that list is not there.
 * - `damaged-file`: a file of that list cannot be read.
 * - `changed`: another process replaced files while they were read.
 * - `busy`: another process is writing to it.
 * - `not-a-file`: a log to append is a stream, which cannot be recognized when it comes again.
 * - `unwritable`: a file or folder of it cannot be written.
 */
export type LakeErrorCode =
  | "not-a-lake"
  | "newer-version"
  | "broken-manifest"
  | "missing-file"
  | "damaged-file"
  | "changed"
  | "busy"
  | "not-a-file"
  | "unwritable";

/** A lake cannot be read or written. The message says what was expected, what was received and what to do. */
export class LakeError extends CodedError<LakeErrorCode> {
  override readonly name = "LakeError";
}
