import { type DiffOptions, sourceHelp } from "@metric-events/check";
import { Option } from "commander";
import type { Context } from "../context.js";
import type { Progress } from "../format/progress.js";
import type { Config } from "../schemas/config.js";
import { collect } from "./parsers.js";

/** The option `--against` of commands that compare schemas. */
export function againstOption(
  what = "baseline to compare with",
  otherwise = "git:tags, or the main branch when there are no release tags",
): Option {
  return new Option(
    "--against <baseline>",
    `${what}; repeat it for more: ${sourceHelp} (default: ${otherwise})`,
  ).argParser(collect);
}

/** Schemas and baselines to compare. Flags override the config file. */
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
