import { type Command, Option } from "commander";
import { parsePath } from "../commands/parsers.js";

/** The option of every command that works with events. It may also come before the command. */
export function schemasOption(): Option {
  return new Option(
    "--schemas <dir>",
    "use the events of these schema files instead of the built-in runner events",
  ).argParser(parsePath);
}

/** The value of `--schemas`, before or after the command. */
export function schemasOf(command: Command): string | undefined {
  const { schemas }: { schemas?: string } = { ...command.optsWithGlobals(), ...command.opts() };
  return schemas;
}
