import { resolve } from "node:path";
import { type Diagnostic, diagnosticMessage, formatDiagnostic, lint, loadSchemas } from "@metric-events/schema";
import { count, errorCommand, printable } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { schemasFolder } from "../schemas/folders.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type Format, formats } from "../validate/reporter.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

export const lintCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Check schema files: whether they are JSON, follow the event meta-schema, and say all that generated code needs.",
      )
      .argument(
        "[schemas-dir]",
        "folder of the schema files (default: that of the config file, else ./schemas)",
        parsePath,
      )
      .addOption(new Option("--format <format>", "how findings are printed").choices(formats).default("text"))
      .addOption(schemasOption().hideHelp())
      .addHelpText("after", examples("metric-events lint", "metric-events lint schemas --format github"))
      .action(async (folder: string | undefined, { format }: { format: Format }) =>
        exit(await lintSchemas(folder ?? schemasOf(command), format, context)),
      );
  },
};

/** Checks the schema files of a folder. */
async function lintSchemas(folder: string | undefined, format: Format, context: Context): Promise<ExitCode> {
  const set = loadSchemas(folder === undefined ? schemasFolder(context) : resolve(context.cwd, folder));
  const diagnostics = lint(set);
  await context.stdout.print(formatDiagnostics(diagnostics, format, set.files.length));
  if (diagnostics.some(({ code }) => code === "unreadable-file")) return exitCodes.environment;
  return diagnostics.length === 0 ? exitCodes.ok : exitCodes.found;
}

function formatDiagnostics(diagnostics: readonly Diagnostic[], format: Format, files: number): string {
  switch (format) {
    case "text":
      return [
        ...diagnostics.map((diagnostic) => printable(formatDiagnostic(diagnostic))),
        summary(diagnostics, files),
        "",
      ].join("\n");
    case "json": {
      const findings = diagnostics.map(({ code, location, params, ...rest }) => ({
        ...location,
        code,
        message: diagnosticMessage({ code, location, params, ...rest } as Diagnostic),
      }));
      return `${JSON.stringify({ findings, summary: { files, findings: findings.length } }, null, 2)}\n`;
    }
    case "github":
      return diagnostics.map((diagnostic) => `${annotation(diagnostic)}\n`).join("");
    default:
      return format satisfies never;
  }
}

function summary(diagnostics: readonly Diagnostic[], files: number): string {
  const found = diagnostics.length === 0 ? "no problems" : count(diagnostics.length, "problem");
  return `${count(files, "schema file")}: ${found}`;
}

function annotation(diagnostic: Diagnostic): string {
  const { file, line, column } = diagnostic.location;
  return errorCommand({
    file,
    line,
    column,
    title: diagnostic.code,
    message: printable(diagnosticMessage(diagnostic)),
  });
}
