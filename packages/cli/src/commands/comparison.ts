import { resolve } from "node:path";
import { type DiffOptions, sourceHelp } from "@metric-events/check";
import { Option } from "commander";
import type { Context } from "../context.js";
import type { Progress } from "../format/progress.js";
import type { Config } from "../schemas/config.js";
import { lintCacheFor } from "../schemas/known-schemas.js";
import { collect } from "./parsers.js";

/** The option `--against` of commands that compare schemas. */
export function againstOption(): Option {
  return new Option(
    "--against <baseline>",
    `baseline to compare with; repeat it for more: ${sourceHelp} (default: git:tags, or the main branch when there are no release tags)`,
  ).argParser(collect);
}

/** Schemas and baselines to compare. Flags override the config file. */
export function comparisonOf(
  schemas: string,
  { against }: { readonly against?: readonly string[] },
  config: Config | undefined,
  context: Context,
  progress: Progress,
): DiffOptions {
  const { cwd } = context;
  return {
    schemas,
    cache: lintCacheFor(resolve(cwd, schemas), context),
    against: against ?? config?.check?.against ?? [],
    cwd,
    manifest: config?.check?.package,
    onProgress: (eventName, baseline) => progress.show(() => `comparing ${eventName} with ${baseline}`),
  };
}
