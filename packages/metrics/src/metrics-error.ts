import { CodedError } from "@metric-events/runtime";

/**
 * Why time series cannot be made.
 *
 * - `no-state`: a text is not a state that this package wrote, but something else, which may be precious.
 * - `newer-state`: a newer version wrote the state.
 * - `damaged-state`: a state cannot be used.
 * - `too-many-samples`: a backfill would need more samples than fit into memory.
 */
export type MetricsErrorCode = "no-state" | "newer-state" | "damaged-state" | "too-many-samples";

/** Time series cannot be made. The message says why, and what to do. */
export class MetricsError extends CodedError<MetricsErrorCode> {
  override readonly name = "MetricsError";
}
