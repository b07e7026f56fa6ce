import { CodedError } from "@metric-events/runtime";

/**
 * Why alerts cannot be checked.
 *
 * - `too-many-looks`: the time to check is too long for the time between two looks.
 * - `too-many-events`: the windows hold more events than fit into memory.
 * - `damaged-state`: a state that looks as if {@link alertStateText} wrote it cannot be used.
 * - `no-state`: a text is not such a state, but something else, which may be precious.
 */
export type AlertErrorCode = "too-many-looks" | "too-many-events" | "damaged-state" | "no-state";

/** Alerts cannot be checked. The message says what was expected, received, and what to do. */
export class AlertError extends CodedError<AlertErrorCode> {
  override readonly name = "AlertError";
}
