import { resolve } from "node:path";
import type { DashboardSystem } from "@metric-events/dashboards";
import { printable } from "@metric-events/text";
import { Option } from "commander";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { defaultLogPath } from "../log/default-path.js";
import { checkOutputs } from "../outputs/check-outputs.js";
import { objectivesOf } from "../report/objectives-of.js";
import { checkNewFile, writeReportFile } from "../report/report-file.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

interface DashboardFlags {
  readonly for: DashboardSystem;
  readonly title?: string;
  readonly log?: string;
  readonly out?: string;
}

export const dashboardCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Print a dashboard for Grafana, with the panels of report, objectives first. For Prometheus, it asks for the series that metrics writes; for Loki, for the lines of the log.",
      )
      .addOption(
        new Option("--for <system>", "what answers its queries").choices(["prometheus", "loki"]).makeOptionMandatory(),
      )
      .option("--title <text>", "its title (default: Metric events)")
      .option("--log <path>", "for Loki: the log, as the label filename has it (default: the metrics log)", parsePath)
      .option("-o, --out <file>", "write the dashboard to this file", parsePath)
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events dashboard --for prometheus > metric-events.json",
          "metric-events dashboard --for loki --log /var/log/github-runner-metrics.log --out metric-events.json",
        ),
      )
      .action(async (flags: DashboardFlags) => exit(await dashboard(flags, schemasOf(command), context)));
  },
};

async function dashboard(flags: DashboardFlags, schemas: string | undefined, context: Context): Promise<ExitCode> {
  const { out, title } = flags;
  const catalogue = await loadCatalogue(schemas, context);
  const objectives = await objectivesOf(catalogue, context);
  if (out !== undefined) await checkNewFile(resolve(context.cwd, out), out);
  const log = flags.log ?? (await defaultLogPath(context));
  if (out !== undefined) {
    await checkOutputs([{ flag: "--out", name: out }], [{ role: "is the log", name: log }], schemas, context);
  }
  const { grafanaDashboard } = await import("@metric-events/dashboards");
  const { text, unsupported } = await grafanaDashboard({
    system: flags.for,
    catalogue,
    objectives,
    log,
    ...(title === undefined ? {} : { title: printable(title) }),
  });
  if (out === undefined) await context.stdout.print(text);
  else await writeReportFile(out, text, context);
  await context.stdout.flush();
  for (const { name, reason } of unsupported) {
    await context.stderr.print(
      `metric-events: objective ${printable(JSON.stringify(name))} is left out: ${printable(reason)}\n`,
    );
  }
  return unsupported.length === 0 ? exitCodes.ok : exitCodes.found;
}
