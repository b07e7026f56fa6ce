import { type FindingPrinterOptions, findingFormats, paintFor } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { version } from "../version.js";

/** The option `--format` of every command that prints findings. */
export function formatOption(): Option {
  return new Option("--format <format>", "how findings are printed").choices(findingFormats).default("text");
}

/** Where and in which environment the command runs, for printers of findings. */
export function printingOptions({
  cwd,
  env,
  stdout,
}: Pick<Context, "cwd" | "env" | "stdout">): Pick<FindingPrinterOptions, "paint" | "repository" | "toolVersion"> {
  // In GitHub Actions, a checkout is in the workspace, even when the command runs in a folder below it.
  const { GITHUB_WORKSPACE: top = "" } = env;
  return { paint: paintFor(stdout, env), repository: { cwd, top: top === "" ? cwd : top }, toolVersion: version() };
}
