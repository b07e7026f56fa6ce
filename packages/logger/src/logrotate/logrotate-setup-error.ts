import { printableText } from "@metric-events/runtime";

/**
 * Why rotation could not be set up or checked.
 *
 * - `invalid-option`: an option would lose events, or logrotate would not understand it.
 * - `config-not-written`: the configuration file could not be written; `cause` has the error.
 * - `config-not-read`: the configuration to check could not be read; `cause` has the error.
 * - `systemctl-failed`: a systemctl(1) command failed; see `command`, `exitStatus` and `stderr`.
 */
export type LogrotateSetupErrorCode = "invalid-option" | "config-not-written" | "config-not-read" | "systemctl-failed";

export interface LogrotateSetupErrorDetails {
  readonly code: LogrotateSetupErrorCode;
  readonly command?: readonly string[] | undefined;
  readonly exitStatus?: number | undefined;
  readonly stderr?: string | undefined;
  readonly cause?: unknown;
}

/** Rotation of the log could not be set up or checked. */
export class LogrotateSetupError extends Error {
  override readonly name = "LogrotateSetupError";
  readonly code: LogrotateSetupErrorCode;
  /** The command that failed, with its arguments. */
  readonly command: readonly string[] | undefined;
  /** Exit status of the command. `undefined` when it did not start or was killed. */
  readonly exitStatus: number | undefined;
  /** What the command wrote to its standard error. */
  readonly stderr: string | undefined;

  constructor(message: string, details: LogrotateSetupErrorDetails) {
    super(
      message.split("\n").map(printableText).join("\n"),
      details.cause === undefined ? {} : { cause: details.cause },
    );
    this.code = details.code;
    this.command = details.command;
    this.exitStatus = details.exitStatus;
    this.stderr = details.stderr;
  }
}
