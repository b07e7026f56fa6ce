import { join, relative, resolve } from "node:path";
import {
  compareOutput,
  ForeignFileError,
  generateModules,
  type OutputChange,
  writeOutput,
} from "@metric-events/codegen";
import { buildCatalogue, lint, loadSchemas } from "@metric-events/schema";
import type { FindingFormat } from "@metric-events/text";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatDiagnostics } from "../findings/lint-findings.js";
import { formatOption } from "../findings/printing.js";
import { configFileName } from "../schemas/config.js";
import { outFolder, schemasFolder } from "../schemas/folders.js";
import { schemasOf } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

interface GenerateFlags {
  readonly out?: string;
  readonly check?: boolean;
  /** How problems of the schemas are printed. */
  readonly format: FindingFormat;
}

export const generateCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description("Generate TypeScript from schema files: types, validators, constructors and the catalogue.")
      .option(
        "--schemas <dir>",
        "folder of the schema files (default: that of the config file, else ./schemas)",
        parsePath,
      )
      .option("--out <dir>", "folder for the generated modules (default: that of the config file)", parsePath)
      .option("--check", "write nothing; fail when what is there is not what would be written")
      .addOption(formatOption())
      .addHelpText(
        "after",
        examples("metric-events generate --schemas schemas --out src/generated", "metric-events generate --check"),
      )
      .action(async (flags: GenerateFlags) => exit(await generate(flags, schemasOf(command), context)));
  },
};

/** Generates types, validators, constructors and the catalogue from schema files. */
async function generate(flags: GenerateFlags, schemasDir: string | undefined, context: Context): Promise<ExitCode> {
  const folder = schemasDir === undefined ? schemasFolder(context) : resolve(context.cwd, schemasDir);
  const out = flags.out === undefined ? outFolder(context) : resolve(context.cwd, flags.out);
  if (out === undefined) throw new UsageError(`name the folder to write: --out <dir>, or "out" in ${configFileName}`);
  const set = loadSchemas(folder);
  const diagnostics = lint(set);
  if (diagnostics.length > 0) {
    await context.stdout.print(formatDiagnostics(diagnostics, set.files.length, flags.format, context));
    return exitCodes.found;
  }
  const files = await generateModules(buildCatalogue(set));
  const apply = flags.check === true ? compareOutput : writeOutput;
  const changes = withoutForeignFiles(() => apply(out, files));
  for (const change of changes) await context.stdout.print(`${describe(change, out, flags.check === true, context)}\n`);
  return flags.check === true && changes.length > 0 ? exitCodes.found : exitCodes.ok;
}

function withoutForeignFiles<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ForeignFileError) throw new EnvironmentError(error.message, { cause: error });
    throw error;
  }
}

const done = { create: "created", update: "updated", remove: "removed" } as const;
const stale = { create: "is missing", update: "is stale", remove: "is left from an event that is gone" } as const;

function describe({ path, action }: OutputChange, out: string, isCheck: boolean, { cwd }: Context): string {
  const shown = relative(cwd, join(out, path));
  return isCheck ? `${shown} ${stale[action]}; run metric-events generate` : `${done[action]} ${shown}`;
}
