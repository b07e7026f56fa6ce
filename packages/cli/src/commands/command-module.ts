import type { Command } from "commander";
import type { Context } from "../context.js";
import type { ExitCode } from "../exit-codes.js";

/** What a command module gets to declare its command. */
interface Invocation {
  readonly context: Context;
  /** The command's action calls it with the exit code. */
  readonly exit: (code: ExitCode) => void;
  /** Names and summaries of all commands, and their modules. */
  readonly commands: CommandTable;
}

/** One command: declares its arguments, and the action to run when they are parsed. */
export interface CommandModule {
  declare(command: Command, invocation: Invocation): void;
}

/** All commands. A module is loaded only when its command is called. */
export type CommandTable = Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<CommandModule> }>
>;

/** The examples at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return ["", "Examples:", ...lines.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}
