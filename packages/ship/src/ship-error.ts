import { CodedError } from "@metric-events/runtime";

/**
 * Why logs cannot be shipped.
 *
 * - `unknown-destination`: no sink takes the URL.
 * - `invalid-host`: the name of the host cannot be used.
 * - `same-name`: two logs have one name.
 * - `invalid-settings`: what the environment says about the connection cannot be used.
 * - `unreachable`: the server does not answer.
 * - `refused`: the server does not take the credentials, or they do not permit what is needed.
 * - `unsupported-server`: the server is too old, or has no JetStream.
 * - `no-stream`: there is no stream.
 * - `wrong-stream`: the stream has settings with which lines would be lost or doubled.
 * - `unusable-state`: the file that says how far a log was sent cannot be used.
 * - `unavailable`: the server takes nothing for a long time: it is full, or has no leader.
 */
export type ShipErrorCode =
  | "unknown-destination"
  | "invalid-host"
  | "same-name"
  | "invalid-settings"
  | "unreachable"
  | "refused"
  | "unsupported-server"
  | "no-stream"
  | "wrong-stream"
  | "unusable-state"
  | "unavailable";

/** Logs cannot be shipped. The message says what was expected, what was received and what to do. */
export class ShipError extends CodedError<ShipErrorCode> {
  override readonly name = "ShipError";
}
