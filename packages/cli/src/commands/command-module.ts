import type { Command } from "commander";
import type { Context } from "../context.js";
import type { ExitCode } from "../exit-codes.js";
import type { ExampleWords } from "../help/example-words.js";

/** What a command module gets to declare its command. */
interface Invocation {
  readonly context: Context;
  /** The command's action calls it with the exit code. */
  readonly exit: (code: ExitCode) => void;
  /** Names and summaries of all commands, and their modules. */
  readonly commands: CommandTable;
  /** What examples are about. */
  readonly words: ExampleWords;
}

/** One command: declares its arguments, and the action to run when they are parsed. */
export interface CommandModule {
  declare(command: Command, invocation: Invocation): void;
}

/** All commands. A module is loaded only when its command is called. */
export type CommandTable = Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<CommandModule> }>
>;

/** The examples at the end of a command's help; those that are `false`, for lack of words, are left out. */
export function examples(...lines: readonly (string | false)[]): string {
  const shown = lines.filter((line) => line !== false);
  return ["", "Examples:", ...shown.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}
