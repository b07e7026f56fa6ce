import { getSystemErrorMap } from "node:util";

/** The command was called wrongly. The message says what was expected, what was received and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A file, a disk or a service did not do what it should. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** Whoever read the output has gone: the work ends there, quietly. */
export class OutputClosedError extends Error {
  override readonly name = "OutputClosedError";
}

/** The user or the system asked to end: what was begun has been tidied up. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  readonly signal: "SIGINT" | "SIGTERM";

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(`ended by ${signal}`);
    this.signal = signal;
  }
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { errno: number; code: string } {
  return error instanceof Error && "errno" in error && typeof error.errno === "number" && "code" in error;
}

/** The reason of a system error in words, such as `permission denied`, without the call and the path. */
export function systemReason(error: unknown): string {
  if (isSystemError(error)) return getSystemErrorMap().get(error.errno)?.[1] ?? error.code;
  return error instanceof Error ? error.message : String(error);
}
