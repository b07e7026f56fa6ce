import { CodedError } from "@metric-events/runtime";

/**
 * Why a report cannot be made.
 *
 * - `unknown-dimension`: no selected event has the dimension to break down by.
 * - `empty-range`: the selection does not begin before it ends.
 * - `invalid-bucket`: buckets are shorter than a second.
 * - `too-many-buckets`: buckets of the given width are too many for the time between the first and the last event.
 */
export type ReportErrorCode = "unknown-dimension" | "empty-range" | "invalid-bucket" | "too-many-buckets";

/** A report cannot be made with these options. The message says what was expected, received, and what to do. */
export class ReportError extends CodedError<ReportErrorCode> {
  override readonly name = "ReportError";
}
