import { resolve } from "node:path";
import type { CodeKind, ImportExtension, ProjectOptions } from "@metric-events/codegen";
import { lint, loadSchemas } from "@metric-events/schema";
import type { FindingFormat } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatDiagnostics } from "../findings/lint-findings.js";
import { formatOption } from "../findings/printing.js";
import { generateAndPrint } from "../generate/generate-and-print.js";
import { choiceKeys, expectedPythonFile, isPythonFile } from "../schemas/config-schema.js";
import { configFileName, findConfig } from "../schemas/find-config.js";
import { schemasFolder } from "../schemas/folders.js";
import { lintCacheFor, storeFor } from "../schemas/known-schemas.js";
import { schemasOf } from "../schemas/options.js";
import { withFlags } from "../schemas/output-changes.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

interface GenerateFlags {
  readonly out?: string;
  readonly reference?: string;
  readonly python?: string;
  readonly code?: CodeKind;
  readonly typesOnly?: boolean;
  readonly importExtension?: ImportExtension;
  readonly check?: boolean;
  readonly watch?: boolean;
  /** Format of the problems in the schemas. */
  readonly format: FindingFormat;
}

export const generateCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Generate TypeScript or JavaScript from schema files (types, validators, constructors and the catalogue), a field reference as Markdown, and models for Python.",
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
      .option(
        "--python <file>",
        "Python module with pydantic models for readers of the log (default: the one in the config file, else none)",
        parsePath,
      )
      .addOption(
        new Option(
          "--code <kind>",
          "typescript; javascript, with .d.ts files; or types alone (default: the one in the config file, else typescript)",
        ).choices(choiceKeys.code.enum),
      )
      .addOption(new Option("--types-only", "the same as --code types").conflicts("code"))
      .addOption(
        new Option(
          "--import-extension <extension>",
          "what imports of generated TypeScript end in; .ts where types are only stripped, as by Node and Deno (default: the one in the config file, else .js)",
        ).choices(choiceKeys.importExtension.enum),
      )
      .option("--check", "write nothing; fail when a generated file is missing or stale")
      .option(
        "--watch",
        "generate at each change of the schemas or the config file, and say what lint and check find, until Ctrl-C",
      )
      .addOption(formatOption())
      .addHelpText(
        "after",
        examples(
          "metric-events generate --schemas schemas --out src/generated --reference docs/events.md",
          "metric-events generate --out src/events --types-only",
          "metric-events generate --python reader/events.py",
          "metric-events generate --check",
          "metric-events generate --watch",
        ),
      )
      .action(async (flags: GenerateFlags) => exit(await generate(flags, schemasOf(command), context)));
  },
};

/** Generates modules and the field reference from schema files. */
async function generate(flags: GenerateFlags, schemasDir: string | undefined, context: Context): Promise<ExitCode> {
  if (flags.watch === true) return watch(flags, schemasDir, context);
  const folder = await schemasFolder(schemasDir, context);
  const project = await projectOf(flags, context);
  const set = loadSchemas(folder);
  const diagnostics = lint(set, lintCacheFor(folder, context));
  if (diagnostics.length > 0) {
    await context.stdout.print(formatDiagnostics(diagnostics, set.files, flags.format, context));
    return exitCodes.found;
  }
  const memory = storeFor(folder, context);
  return generateAndPrint(set, { ...project, memory }, context, commandText(flags, schemasDir));
}

async function watch(flags: GenerateFlags, schemasDir: string | undefined, context: Context): Promise<ExitCode> {
  const { check, format } = flags;
  if (check === true) throw new UsageError("--watch: cannot be used with --check, which writes nothing");
  if (format !== "text") throw new UsageError(`--watch: prints text only, received --format ${format}`);
  const [{ watchSchemas }, { policyOf }] = await Promise.all([
    import("../generate/watch-schemas.js"),
    import("./comparison.js"),
  ]);
  return watchSchemas(async () => {
    const config = await findConfig(context);
    return {
      folder: await schemasFolder(schemasDir, context),
      project: await projectOf(flags, context),
      config,
      // The last release only: what older ones think comes with the check itself.
      policy: policyOf({ transitive: false }, config),
    };
  }, context);
}

/** What writes the files that `--check` looked at. */
function commandText(flags: GenerateFlags, schemas: string | undefined): string {
  return withFlags("generate", [
    ["--schemas", schemas],
    ["--out", flags.out],
    ["--reference", flags.reference],
    ["--python", flags.python],
    ["--code", flags.code],
    ["--types-only", flags.typesOnly],
    ["--import-extension", flags.importExtension],
  ]);
}

/** Flags override the config file. */
async function projectOf(flags: GenerateFlags, context: Context): Promise<ProjectOptions> {
  const config = await findConfig(context);
  const from = (path: string | undefined, configured: string | undefined): string | undefined =>
    path === undefined ? configured : resolve(context.cwd, path);
  const out = from(flags.out, config?.out);
  const reference = from(flags.reference, config?.reference);
  const python = from(flags.python, config?.python);
  if (out === undefined && reference === undefined && python === undefined) {
    throw new UsageError(
      `name what to write: --out <dir>, --reference <file> or --python <file>, or "out", "reference" or "python" in ${configFileName}`,
    );
  }
  if (flags.python !== undefined && !isPythonFile(flags.python)) {
    throw new UsageError(`--python: ${expectedPythonFile}, received ${JSON.stringify(flags.python)}`);
  }
  const code = flags.typesOnly === true ? "types" : (flags.code ?? config?.code);
  if (code === "javascript" && flags.importExtension !== undefined) {
    throw new UsageError("--import-extension: is for TypeScript; imports of generated JavaScript end in .js");
  }
  return {
    out,
    reference,
    python,
    code,
    importExtension: flags.importExtension ?? config?.importExtension,
    isCheck: flags.check === true,
  };
}
