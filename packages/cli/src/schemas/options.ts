import { type Command, Option } from "commander";
import { parsePath } from "../commands/parsers.js";

/** The option of every command that works with events. It may also come before the command. */
export function schemasOption(): Option {
  return new Option(
    "--schemas <dir>",
    "folder of the schema files (default: the one in the config file, else ./schemas, else the built-in runner events)",
  ).argParser(parsePath);
}

/** The value of `--schemas`, before or after the command. */
export function schemasOf(command: Command): string | undefined {
  const { schemas }: { schemas?: string } = { ...command.optsWithGlobals(), ...command.opts() };
  return schemas;
}
