import { resolve } from "node:path";
import { type BumpPolicy, type DiffOptions, type Mode, modes, type Policy, sourceHelp } from "@metric-events/check";
import { Option } from "commander";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import type { Progress } from "../format/progress.js";
import type { Config } from "../schemas/config.js";
import { lintCacheFor } from "../schemas/known-schemas.js";
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

/** The flags that say who must go on reading. */
export interface PolicyFlags {
  readonly mode?: readonly string[];
  readonly transitive: boolean;
  /** `true` for the flag alone. */
  readonly allowUnknown?: readonly string[] | true;
  readonly bump?: BumpPolicy;
}

/** Flags override the config file. */
export function policyOf(options: PolicyFlags, config: Config | undefined): Policy {
  const settings = config?.check ?? {};
  const { allowUnknown = [] } = options;
  const flags = (options.mode ?? []).map((text) => parseMode(text));
  const general = flags.findLast(({ event }) => event === undefined)?.mode;
  const single = flags.flatMap(({ event, mode }) => (event === undefined ? [] : [[event, mode] as const]));
  return {
    mode: general ?? settings.mode ?? "full",
    modeByEvent: new Map([...(general === undefined ? Object.entries(settings.events ?? {}) : []), ...single]),
    isTransitive: options.transitive && settings.transitive !== false,
    ignore: settings.ignore ?? [],
    allowUnknown: new Set([...(settings.allowUnknown ?? []), ...(allowUnknown === true ? ["*"] : allowUnknown)]),
    bump: options.bump ?? settings.bump ?? "always",
  };
}

function parseMode(text: string): { readonly event: string | undefined; readonly mode: Mode } {
  const [first = "", second, ...more] = text.split("=");
  const mode = modes.find((each) => each === (second ?? first));
  if (mode !== undefined && more.length === 0) return { event: second === undefined ? undefined : first, mode };
  throw new UsageError(`--mode: expected ${modes.join(", ")} or <event>=<mode>, received ${JSON.stringify(text)}`);
}
