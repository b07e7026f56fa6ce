import { formatPack, packErrors, packPackage } from "@metric-events/check";
import type { FindingFormat } from "@metric-events/text";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatOption, printingOptions } from "../findings/printing.js";
import { Progress } from "../format/progress.js";
import { findConfig } from "../schemas/find-config.js";
import { schemasFolder } from "../schemas/folders.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { explainingForeignFiles } from "../schemas/output-changes.js";
import { type CommandModule, examples } from "./command-module.js";
import { againstOption, comparisonOf, policyOf } from "./comparison.js";
import { parsePath } from "./parsers.js";

interface PackFlags {
  readonly against?: readonly string[];
  readonly dryRun?: boolean;
  readonly out: string;
  readonly format: FindingFormat;
}

export const packCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Check what the package of the schemas would publish (its schemas, exports, generated code, dependencies, and its version by what changed since the releases), and write its archive. It holds what the schemas refer to in other packages, and whether their formats are checked. No script of the package is run.",
      )
      .option("--dry-run", "write nothing; only check")
      .option("--out <dir>", "folder for the archive", parsePath, ".")
      .addOption(againstOption())
      .addOption(formatOption())
      .addOption(schemasOption().hideHelp())
      .addHelpText(
        "after",
        examples(
          "metric-events pack --dry-run",
          "metric-events pack --out dist && npm publish ./dist/acme-events-1.2.0.tgz",
        ),
      )
      .action(async (flags: PackFlags) => exit(await pack(schemasOf(command), flags, context)));
  },
};

async function pack(folder: string | undefined, flags: PackFlags, context: Context): Promise<ExitCode> {
  const config = await findConfig(context);
  const progress = new Progress(context);
  const schemas = await schemasFolder(folder, context);
  const options = {
    ...comparisonOf(schemas, flags, config, context, progress),
    policy: policyOf({ transitive: true }, config),
    configFile: config?.file,
    now: context.now(),
    out: config?.out,
    reference: config?.reference,
    python: config?.python,
    code: config?.code,
    importExtension: config?.importExtension,
    target: flags.dryRun === true ? undefined : flags.out,
  };
  const result = await explainingForeignFiles(() => packPackage(options));
  await progress.clear();
  await context.stdout.print(formatPack(result, flags.format, printingOptions(context)));
  return packErrors(result) === 0 ? exitCodes.ok : exitCodes.found;
}
