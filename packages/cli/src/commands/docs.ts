import { dirname, posix, relative, resolve, sep } from "node:path";
import { schemaHistory } from "@metric-events/check";
import { type ReferenceFormat, referenceFormats, writeReference } from "@metric-events/reference";
import type { EventDefinition } from "@metric-events/runtime";
import { buildCatalogue, loadUsableSchemas } from "@metric-events/schema";
import { printable } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { exampleCommand } from "../emit/example.js";
import { UsageError } from "../errors.js";
import type { ExitCode } from "../exit-codes.js";
import { Progress } from "../format/progress.js";
import type { Config } from "../schemas/config.js";
import { configFileName, findConfig } from "../schemas/find-config.js";
import { schemasFolder } from "../schemas/folders.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { explainingForeignFiles, printChanges, withFlags } from "../schemas/output-changes.js";
import { type CommandModule, examples } from "./command-module.js";
import { againstOption, comparisonOf } from "./comparison.js";
import { parseName, parsePath } from "./parsers.js";

interface DocsFlags {
  readonly out?: string;
  readonly format: ReferenceFormat;
  readonly against?: readonly string[];
  readonly module?: string;
  readonly check?: boolean;
}

export const docsCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Write the reference of the events: a page for each, with its fields, an example, how to issue it, and what changed from release to release; as Markdown, and as pages with a search that work from files.",
      )
      .option("--out <dir>", 'folder for the pages (default: "docs" in the config file)', parsePath)
      .addOption(new Option("--format <format>", "what is written").choices(referenceFormats).default("both"))
      .addOption(
        againstOption("release to show the changes of", "git:tags, each release tag; none without tags or without git"),
      )
      .option("--module <name>", 'what code imports the events from (default: "out" in the config file)', parseName)
      .option("--check", "write nothing; fail when a page is missing or stale")
      .addOption(schemasOption().hideHelp())
      .addHelpText(
        "after",
        examples(
          "metric-events docs --out docs/reference",
          "metric-events docs --out docs/reference --module @acme/events --format markdown",
          "metric-events docs --out docs/reference --module @acme/events --check",
        ),
      )
      .action(async (flags: DocsFlags) => exit(await docs(flags, schemasOf(command), context)));
  },
};

async function docs(flags: DocsFlags, schemasDir: string | undefined, context: Context): Promise<ExitCode> {
  const config = await findConfig(context);
  const folder = flags.out === undefined ? config?.docs : resolve(context.cwd, flags.out);
  if (folder === undefined) throw new UsageError(`name what to write: --out <dir>, or "docs" in ${configFileName}`);
  const schemas = await schemasFolder(schemasDir, context);
  const progress = new Progress(context);
  const comparison = comparisonOf(schemas, flags, config, context, progress);
  const model = buildCatalogue(loadUsableSchemas(schemas, comparison.cache));
  const history = await schemaHistory(comparison);
  await progress.clear();
  // Where nothing was released, the pages say it.
  if (history.releases.length > 0) {
    for (const note of history.notes) await context.stderr.print(`metric-events: ${printable(note)}\n`);
  }
  const isCheck = flags.check === true;
  const changes = await explainingForeignFiles(() =>
    writeReference(folder, model, {
      format: flags.format,
      isCheck,
      history,
      module: flags.module ?? configuredModule(config),
      hasCode: flags.module !== undefined || config?.code !== "types",
      commandFor: ({ eventName, envelope, fields }, example) =>
        exampleCommand({ eventName, envelope, fields: fields as EventDefinition["fields"] }, example as never),
    }),
  );
  return printChanges(changes, commandText(flags, schemasDir), isCheck, context);
}

/** What writes the pages that `--check` looked at. */
function commandText({ out, format, against = [], module }: DocsFlags, schemas: string | undefined): string {
  return withFlags("docs", [
    ["--schemas", schemas],
    ["--out", out],
    ["--format", format === "both" ? undefined : format],
    ...against.map((release) => ["--against", release] as const),
    ["--module", module],
  ]);
}

/** `./src/generated/index.js`, from the folder of the config file. */
function configuredModule(config: Config | undefined): string | undefined {
  if (config?.out === undefined) return undefined;
  const path = relative(dirname(config.file), config.out).split(sep).join(posix.sep);
  const extension = config.code === "javascript" ? ".js" : (config.importExtension ?? ".js");
  return `${path.startsWith("../") ? "" : "./"}${posix.join(path, `index${extension}`)}`;
}
