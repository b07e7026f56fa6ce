import { resolve } from "node:path";
import {
  formatProposal,
  inferSchemas,
  type Proposal,
  type ProposalFormat,
  proposalFormats,
  writeSchemaFiles,
} from "@metric-events/infer";
import { listNames } from "@metric-events/runtime";
import { excerpt, printable } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { logsFor } from "../log/logs-for.js";
import { Reading } from "../log/reading.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collectPaths, parsePath } from "./parsers.js";

interface InferFlags {
  readonly eventField?: string;
  readonly timeField?: string;
  readonly out?: string;
  readonly format: ProposalFormat;
}

export const inferCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Propose schemas for a log that has none: events, fields, types, units, formats, with the evidence for each guess. The proposal accepts every line that it was made from. Only --out writes files.",
      )
      .argument("<files...>", "logs, plain or compressed (gzip, zstd), or - for standard input", collectPaths)
      .option("--event-field <field>", "the field that names the event (default: found in the log)")
      .option("--time-field <field>", "the field that holds the time of a line (default: found in the log)")
      .addOption(
        new Option("--out <dir>", "write the schema files into this folder; those that are there are kept").argParser(
          parsePath,
        ),
      )
      .addOption(
        new Option("--format <format>", "how the proposal is printed").choices(proposalFormats).default("text"),
      )
      .addOption(schemasOption().hideHelp())
      .addHelpText(
        "after",
        examples(
          "metric-events infer app.log",
          "metric-events infer app.log app.log.*.gz --out schemas",
          "metric-events infer --event-field msg --time-field time app.log",
          "metric-events infer app.log --format json | jq '.events[].name'",
        ),
      )
      .action(async (files: readonly string[], flags: InferFlags) => {
        if (schemasOf(command) !== undefined) {
          throw new UsageError("--schemas: infer reads no schemas; --out <dir> names the folder that it writes");
        }
        exit(await infer(files, flags, context));
      });
  },
};

/** Prints the proposal for logs, and writes its schema files if the user wants them. */
async function infer(files: readonly string[], flags: InferFlags, context: Context): Promise<ExitCode> {
  const { eventField, timeField, out, format } = flags;
  const reading = new Reading(context, files);
  const proposal = await inferSchemas(await logsFor(files, context), {
    ...(eventField === undefined ? {} : { eventField }),
    ...(timeField === undefined ? {} : { timeField }),
    onUnread: reading.onCut,
    onProgress: reading.onProgress,
  });
  await reading.clear();
  await context.stdout.print(formatProposal(proposal, format));
  if (format === "text") await context.stdout.print(choiceHint(proposal));
  await printFiles(proposal, out, format, context);
  if (format === "text") await context.stdout.print(descriptionHint(proposal));
  return reading.isComplete ? exitCodes.ok : exitCodes.environment;
}

/** The flags that choose other fields, where there are any. */
function choiceHint({ mapping, rivals }: Proposal): string {
  const hints = [
    ...(mapping.eventField === undefined || rivals.some(({ role }) => role === "event")
      ? ["--event-field <field> chooses the field that names the event.\n"]
      : []),
    ...(rivals.some(({ role }) => role === "time")
      ? ["--time-field <field> chooses the field that holds the time.\n"]
      : []),
  ];
  return hints.length === 0 ? "" : `\n${hints.join("")}`;
}

/** Which descriptions an author has to improve: all of them, since a log does not say what its fields mean. */
function descriptionHint({ events }: Proposal): string {
  const described = events.flatMap(({ name, fields }) => [name, ...fields.map(({ path }) => `${name}.${path}`)]);
  if (described.length === 0) return "";
  const listed = listNames(described, undefined, (path) => excerpt(path, 60));
  return `\nDescriptions say only what the log shows. Write what these mean: ${printable(listed)}\n`;
}

/** Says which files were written, or would be: to people on standard output, beside JSON on standard error. */
async function printFiles(
  proposal: Proposal,
  out: string | undefined,
  format: ProposalFormat,
  { cwd, stdout, stderr }: Context,
): Promise<void> {
  const output = format === "text" ? stdout : stderr;
  if (out === undefined) {
    if (format !== "text") return;
    const paths = proposal.files.map(({ path }) => `  ${path}\n`);
    await output.print(`\nNothing was written. --out <dir> writes:\n${paths.join("")}`);
    return;
  }
  const { written, kept } = writeSchemaFiles(proposal, resolve(cwd, out));
  const shown = (path: string): string => printable(`${out.replace(/\/+$/, "")}/${path}`);
  if (format === "text") await output.print("\n");
  for (const path of written) await output.print(`wrote ${shown(path)}\n`);
  for (const path of kept) await output.print(`kept ${shown(path)}: it was there before\n`);
}
