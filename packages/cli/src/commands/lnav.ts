import { resolve } from "node:path";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { checkOutputs } from "../outputs/check-outputs.js";
import { checkNewFile, writeReportFile } from "../report/report-file.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

export const lnavCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Print a format file for lnav (lnav.org), which then shows the events of a log, and queries them in SQL as the table metric_events.",
      )
      .option("-o, --out <file>", "write the format to this file", parsePath)
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events lnav > metric_events.json && lnav -i metric_events.json",
          "lnav /var/log/github-runner-metrics.log",
        ),
      )
      .action(async (flags: { readonly out?: string }) => exit(await lnav(flags.out, schemasOf(command), context)));
  },
};

async function lnav(out: string | undefined, schemas: string | undefined, context: Context): Promise<ExitCode> {
  const catalogue = await loadCatalogue(schemas, context);
  if (out !== undefined) {
    await checkNewFile(resolve(context.cwd, out), out);
    await checkOutputs([{ flag: "--out", name: out }], [], schemas, context);
  }
  const { lnavFormat } = await import("@metric-events/dashboards");
  const text = lnavFormat(catalogue);
  if (out === undefined) await context.stdout.print(text);
  else await writeReportFile(out, text, context);
  return exitCodes.ok;
}
