import { type Command, Option } from "commander";
import { parsePath } from "../commands/parsers.js";

/** The option of every command that works with events. It may also stand in front of the command. */
export function schemasOption(): Option {
  return new Option(
    "--schemas <dir>",
    "use the events of these schema files instead of the built-in runner events",
  ).argParser(parsePath);
}

/** `--schemas`, wherever it stood. */
export function schemasOf(command: Command): string | undefined {
  const { schemas }: { schemas?: string } = { ...command.optsWithGlobals(), ...command.opts() };
  return schemas;
}
