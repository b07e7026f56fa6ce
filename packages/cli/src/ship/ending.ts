import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { InterruptedError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";

/** The exit code of a command that worked until it was interrupted. */
export function ending({ reason }: AbortSignal): ExitCode {
  return reason instanceof InterruptedError && reason.signal === "SIGTERM"
    ? exitCodes.terminated
    : exitCodes.interrupted;
}

/** Says at once what people should know while a command goes on. */
export function sayNotice({ stderr }: Context): (text: string) => Promise<void> {
  return async (text) => {
    await stderr.print(`metric-events: ${printable(text)}\n`);
    await stderr.flush();
  };
}
