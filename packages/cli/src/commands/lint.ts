import { lint, loadSchemas } from "@metric-events/schema";
import type { FindingFormat } from "@metric-events/text";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatDiagnostics } from "../findings/lint-findings.js";
import { formatOption } from "../findings/printing.js";
import { schemasFolder } from "../schemas/folders.js";
import { lintCacheFor } from "../schemas/known-schemas.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

export const lintCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Check that schema files are JSON, follow the event meta-schema, and contain everything that generated code needs.",
      )
      .argument(
        "[schemas-dir]",
        "folder of the schema files (default: the one in the config file, else ./schemas)",
        parsePath,
      )
      .addOption(formatOption())
      .addOption(schemasOption().hideHelp())
      .addHelpText("after", examples("metric-events lint", "metric-events lint schemas --format github"))
      .action(async (folder: string | undefined, { format }: { format: FindingFormat }) =>
        exit(await lintSchemas(folder ?? schemasOf(command), format, context)),
      );
  },
};

/** Checks the schema files of a folder. */
async function lintSchemas(folder: string | undefined, format: FindingFormat, context: Context): Promise<ExitCode> {
  const schemas = await schemasFolder(folder, context);
  const set = loadSchemas(schemas);
  const diagnostics = lint(set, lintCacheFor(schemas, context));
  await context.stdout.print(formatDiagnostics(diagnostics, set.files, format, context));
  if (diagnostics.some(({ code }) => code === "unreadable-file")) return exitCodes.environment;
  return diagnostics.length === 0 ? exitCodes.ok : exitCodes.found;
}
