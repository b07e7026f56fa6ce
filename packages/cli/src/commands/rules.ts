import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { printable } from "@metric-events/text";
import { Option } from "commander";
import { readAlertRules } from "../alert/alert-rules-file.js";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { checkOutputs } from "../outputs/check-outputs.js";
import { objectivesOf } from "../report/objectives-of.js";
import { checkNewFile, writeReportFile } from "../report/report-file.js";
import { findConfig } from "../schemas/find-config.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

interface RulesFlags {
  readonly rules?: string;
  readonly out?: string;
}

export const rulesCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Print alerting rules for Prometheus: of the rules of alert, and of the objectives in the config file, how fast their error budgets burn. They ask for the series that metrics writes.",
      )
      .addOption(new Option("--for <system>", "what the rules are for").choices(["prometheus"]).makeOptionMandatory())
      .option(
        "--rules <file>",
        "the rules of alert (default: the file in the config file, else alerts.json)",
        parsePath,
      )
      .option("-o, --out <file>", "write the rules to this file", parsePath)
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events rules --for prometheus > metric_events.rules.yml",
          "metric-events rules --for prometheus --rules alerts.json --out /etc/prometheus/rules/metric_events.yml",
        ),
      )
      .action(async (flags: RulesFlags) => exit(await rules(flags, schemasOf(command), context)));
  },
};

async function rules(flags: RulesFlags, schemas: string | undefined, context: Context): Promise<ExitCode> {
  const { out } = flags;
  const catalogue = await loadCatalogue(schemas, context);
  const objectives = await objectivesOf(catalogue, context);
  const isNamed = flags.rules !== undefined || (await findConfig(context))?.alerts !== undefined;
  const hasAlerts = isNamed || existsSync(resolve(context.cwd, "alerts.json"));
  if (!hasAlerts && objectives.length === 0) {
    throw new UsageError(
      'there is nothing to make rules of: expected --rules <file>, "alerts" or "objectives" in the config file, or alerts.json; metric-events alert --example > alerts.json writes rules to begin with',
    );
  }
  const file = hasAlerts ? await readAlertRules(flags.rules, catalogue, context) : undefined;
  const alerts = file?.rules ?? [];
  if (out !== undefined) {
    await checkNewFile(resolve(context.cwd, out), out);
    const inputs = file === undefined ? [] : [{ role: "has the rules of alert", name: file.name }];
    await checkOutputs([{ flag: "--out", name: out }], inputs, schemas, context);
  }
  const { prometheusRules } = await import("@metric-events/dashboards");
  const { text, unsupported } = prometheusRules({ catalogue, alerts, objectives });
  if (out === undefined) await context.stdout.print(text);
  else await writeReportFile(out, text, context);
  await context.stdout.flush();
  for (const { kind, name, reason } of unsupported) {
    await context.stderr.print(
      `metric-events: ${kind} ${printable(JSON.stringify(name))} is left out: ${printable(reason)}\n`,
    );
  }
  return unsupported.length === 0 ? exitCodes.ok : exitCodes.found;
}
