import { resolve } from "node:path";
import { generateProject, type ProjectOptions } from "@metric-events/codegen";
import { lint, loadSchemas } from "@metric-events/schema";
import type { FindingFormat } from "@metric-events/text";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatDiagnostics } from "../findings/lint-findings.js";
import { formatOption } from "../findings/printing.js";
import { configFileName, findConfig } from "../schemas/config.js";
import { schemasFolder } from "../schemas/folders.js";
import { lintCacheFor, storeFor } from "../schemas/known-schemas.js";
import { schemasOf } from "../schemas/options.js";
import { printChanges, withoutForeignFiles } from "../schemas/output-changes.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

interface GenerateFlags {
  readonly out?: string;
  readonly reference?: string;
  readonly check?: boolean;
  /** Format of the problems in the schemas. */
  readonly format: FindingFormat;
}

export const generateCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Generate TypeScript from schema files (types, validators, constructors and the catalogue) and a field reference as Markdown.",
      )
      .option(
        "--schemas <dir>",
        "folder of the schema files (default: the one in the config file, else ./schemas)",
        parsePath,
      )
      .option("--out <dir>", "folder for the generated modules (default: the one in the config file)", parsePath)
      .option(
        "--reference <file>",
        "Markdown file for the field reference (default: the one in the config file, else none)",
        parsePath,
      )
      .option("--check", "write nothing; fail when a generated file is missing or stale")
      .addOption(formatOption())
      .addHelpText(
        "after",
        examples(
          "metric-events generate --schemas schemas --out src/generated --reference docs/events.md",
          "metric-events generate --check",
        ),
      )
      .action(async (flags: GenerateFlags) => exit(await generate(flags, schemasOf(command), context)));
  },
};

/** Generates modules and the field reference from schema files. */
async function generate(flags: GenerateFlags, schemasDir: string | undefined, context: Context): Promise<ExitCode> {
  const folder = await schemasFolder(schemasDir, context);
  const project = await projectOf(flags, context);
  const set = loadSchemas(folder);
  const diagnostics = lint(set, lintCacheFor(folder, context));
  if (diagnostics.length > 0) {
    await context.stdout.print(formatDiagnostics(diagnostics, set.files, flags.format, context));
    return exitCodes.found;
  }
  const changes = await withoutForeignFiles(() =>
    generateProject(set, { ...project, memory: storeFor(folder, context) }),
  );
  return printChanges(changes, "generate", project.isCheck === true, context);
}

/** Flags override the config file. */
async function projectOf(flags: GenerateFlags, context: Context): Promise<ProjectOptions> {
  const config = await findConfig(context);
  const from = (path: string | undefined, configured: string | undefined): string | undefined =>
    path === undefined ? configured : resolve(context.cwd, path);
  const out = from(flags.out, config?.out);
  const reference = from(flags.reference, config?.reference);
  if (out === undefined && reference === undefined) {
    throw new UsageError(
      `name what to write: --out <dir> or --reference <file>, or "out" or "reference" in ${configFileName}`,
    );
  }
  return { out, reference, isCheck: flags.check === true };
}
