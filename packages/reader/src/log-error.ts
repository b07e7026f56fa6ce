import { CodedError } from "@metric-events/runtime";

/**
 * Why a log could not be read, or not to its end.
 *
 * - `unreadable`: it cannot be opened or read, or is compressed in a way that is not supported. Its content may be fine.
 * - `cut-short`: compressed data that ends too early.
 * - `corrupt`: compressed data that is damaged.
 * - `trailing-data`: compressed data that is followed by something else. All of the data was read.
 * - `shrunk`: it became shorter while it was read.
 */
export type LogErrorCode = "unreadable" | "cut-short" | "corrupt" | "trailing-data" | "shrunk";

/** Reading a log failed. Everything read before has been handed on. */
export class LogError extends CodedError<LogErrorCode> {
  override readonly name = "LogError";
}
