import { relative } from "node:path";
import { ForeignFileError, type OutputChange, OutputClashError } from "@metric-events/codegen";
import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { shellQuote } from "../emit/example.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";

const done = { create: "created", update: "updated", remove: "removed" } as const;
const stale = {
  create: "is missing",
  update: "is stale",
  remove: "is no longer generated",
} as const;

/** Prints what a command changed in generated files or, for a check, would change. Stale files fail a check. */
export async function printChanges(
  changes: readonly OutputChange[],
  command: string,
  isCheck: boolean,
  { cwd, stdout }: Context,
): Promise<ExitCode> {
  for (const { path, action } of changes) {
    const shown = relative(cwd, path);
    const line = isCheck ? `${shown} ${stale[action]}; run metric-events ${command}` : `${done[action]} ${shown}`;
    await stdout.print(`${printable(line)}\n`);
  }
  return isCheck && changes.length > 0 ? exitCodes.found : exitCodes.ok;
}

/** A command as it has to be run again: with the flags that were given. */
export function withFlags(
  command: string,
  flags: readonly (readonly [name: string, value: string | boolean | undefined])[],
): string {
  const given = flags.flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return [value === true ? name : `${name} ${shellQuote(value)}`];
  });
  return [command, ...given].join(" ");
}

/** What work returns that may meet files that were not generated, or outputs that meet each other. */
export async function explainingForeignFiles<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ForeignFileError) throw new EnvironmentError(error.message, { cause: error });
    if (error instanceof OutputClashError) throw new UsageError(error.message);
    throw error;
  }
}
