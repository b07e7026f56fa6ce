import { CodedError } from "@metric-events/runtime";

/**
 * Why events cannot be selected.
 *
 * - `unknown-event`, `unknown-field`: the catalogue has no such event, or no selected event has such a field.
 * - `invalid-condition`: a condition has another form than `field=value` and its like, or compares what cannot be compared.
 */
export type SelectionErrorCode = "unknown-event" | "unknown-field" | "invalid-condition";

/** A selection that does not fit the catalogue. The message says what was expected, and which name was probably meant. */
export class SelectionError extends CodedError<SelectionErrorCode> {
  override readonly name = "SelectionError";
}
