import type { Command } from "commander";
import type { Context } from "../context.js";
import type { ExitCode } from "../exit-codes.js";

/** What a command gets when it is declared. */
export interface Invocation {
  readonly context: Context;
  /** To be called by the command's action with what it returned. */
  readonly exit: (code: ExitCode) => void;
  /** Names and summaries of all commands, and their modules. */
  readonly commands: CommandTable;
}

/** One command: says what it takes, and does it when the arguments were read. */
export interface CommandModule {
  declare(command: Command, invocation: Invocation): void;
}

/** All commands. A module is loaded only when its command is called. */
export type CommandTable = Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<CommandModule> }>
>;

/** Text below a command's help. */
export function examples(...lines: readonly string[]): string {
  return ["", "Examples:", ...lines.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}
