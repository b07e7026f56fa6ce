import { type DiffOptions, sourceHelp } from "@metric-events/check";
import { Option } from "commander";
import type { Context } from "../context.js";
import type { Progress } from "../format/progress.js";
import type { Config } from "../schemas/config.js";
import { collect } from "./parsers.js";

/** `--against`, of the commands that compare. */
export function againstOption(): Option {
  return new Option(
    "--against <baseline>",
    `what to compare with; may be repeated: ${sourceHelp} (default: git:tags, or the main branch while there are none)`,
  ).argParser(collect);
}

/** What is compared with what. Flags override the config file. */
export function comparisonOf(
  schemas: string,
  { against }: { readonly against?: readonly string[] },
  config: Config | undefined,
  { cwd }: Pick<Context, "cwd">,
  progress: Progress,
): DiffOptions {
  return {
    schemas,
    against: against ?? config?.check?.against ?? [],
    cwd,
    manifest: config?.check?.package,
    onProgress: (eventName, baseline) => progress.show(() => `comparing ${eventName} with ${baseline}`),
  };
}
