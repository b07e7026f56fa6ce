import { Option } from "commander";
import { collect } from "../../commands/parsers.js";
import { sourceHelp } from "./parse-source.js";

/** `--against`, of the commands that compare. */
export function againstOption(): Option {
  return new Option(
    "--against <baseline>",
    `what to compare with; may be repeated: ${sourceHelp} (default: git:tags, or the main branch while there are none)`,
  ).argParser(collect);
}
