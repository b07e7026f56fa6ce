import { CodedError } from "@metric-events/runtime";

/**
 * Why nothing can be proposed.
 *
 * - `no-lines`: the logs hold no line that is a JSON object.
 * - `unread-logs`: the same, and a log could not be read.
 * - `ambiguous-event-field`, `ambiguous-time-field`: several fields could name the event, or hold its time.
 * - `unknown-event-field`, `unknown-time-field`: the field that was chosen is in no line, or never of a usable type.
 * - `no-time-field`: no field holds the time of a line.
 * - `too-many-events`: the field that names the events has more values than there can be events.
 */
export type InferErrorCode =
  | "no-lines"
  | "unread-logs"
  | "ambiguous-event-field"
  | "ambiguous-time-field"
  | "unknown-event-field"
  | "unknown-time-field"
  | "no-time-field"
  | "too-many-events";

/** Nothing can be proposed for a log. The message says what was expected, received, and what to do. */
export class InferError extends CodedError<InferErrorCode> {
  override readonly name = "InferError";
}
