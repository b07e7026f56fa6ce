import { readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { initDefaults, initProject, type Layout, projectFacts } from "@metric-events/project";
import { packageRoot } from "@metric-events/system";
import { Option } from "commander";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { exitCodes } from "../exit-codes.js";
import { formatInit } from "../init/prose.js";
import { answersOf, ciChoices, type GivenAnswers } from "../init/questions.js";
import type { Config } from "../schemas/config.js";
import { configSchema } from "../schemas/config-schema.js";
import { findConfig } from "../schemas/find-config.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { version } from "../version.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

interface InitFlags extends Omit<GivenAnswers, "schemas"> {
  readonly yes?: boolean;
}

export const initCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Set up a project, in the folder of its package.json, to describe events of its own: the config file, schemas to begin with, scripts and dependencies, editor settings and a workflow. Overwrites nothing; run again, it adds what is missing, except workflows.",
      )
      .option("-y, --yes", "ask nothing: take the defaults")
      .option("--out <dir>", "folder for the generated code (default: src/events, or events without src)", parsePath)
      .option("--log <file>", "the log of the project (default: metrics.log)", parsePath)
      .addOption(
        new Option(
          "--ci <host>",
          "whose workflow to write (default: where the repository seems to be, else both)",
        ).choices(ciChoices),
      )
      .addOption(schemasOption().hideHelp())
      .addHelpText(
        "after",
        examples(
          "metric-events init",
          "metric-events init --yes",
          "metric-events init --out src/events --log logs/metrics.log --ci github",
        ),
      )
      .action(async (flags: InitFlags) => {
        await init({ ...flags, schemas: schemasOf(command) }, flags.yes === true, context);
        exit(exitCodes.ok);
      });
  },
};

async function init(given: GivenAnswers, isYes: boolean, context: Context): Promise<void> {
  const { cwd, stdout, stderr } = context;
  const facts = projectFacts(cwd);
  const config = await ownConfig(context);
  const { layout, hosts } = initDefaults(facts);
  // What the config file says is answered, and a workflow was written with it.
  const known = config === undefined ? given : { ci: "none" as const, ...defined(given), ...configured(config, given) };
  const ask = isYes || config !== undefined ? undefined : context.ask;
  const isAnswered = [given.out, given.log, given.ci].every((each) => each !== undefined);
  if (ask === undefined && !isYes && config === undefined && !isAnswered) {
    await stderr.print(
      "metric-events: standard input is not a terminal, so init takes its defaults; --out, --log and --ci choose others\n",
    );
  }
  const nameOf = (key: keyof Layout): string =>
    given[key] === undefined && config?.[key] !== undefined ? `${config.file}: ${JSON.stringify(key)}` : `--${key}`;
  const answers = await answersOf(known, { layout, hosts }, { cwd, ask, nameOf });
  const event = readFileSync(new URL("event.schema.json", packageRoot(import.meta.url)), "utf8");
  const schemas = { event, config: `${JSON.stringify(configSchema(), null, 2)}\n` };
  await stdout.print(formatInit(initProject(facts, { ...answers, version: version(), schemas })));
}

/** The config file of this folder; one above belongs to another project. */
async function ownConfig(context: Context): Promise<Config | undefined> {
  const config = await findConfig(context);
  return config !== undefined && dirname(config.file) === context.cwd ? config : undefined;
}

/**
 * What the config file says.
 *
 * @throws {UsageError} for an option that says something else.
 */
function configured({ file, ...paths }: Config, given: GivenAnswers): Partial<Layout> {
  const folder = dirname(file);
  const entries = (["schemas", "out", "log"] as const).flatMap((key) => {
    const path = paths[key];
    if (path === undefined) return [];
    const wanted = given[key];
    const said = relative(folder, path).split(sep).join("/");
    if (wanted !== undefined && resolve(folder, wanted) !== path) {
      throw new UsageError(`--${key}: ${file} says ${JSON.stringify(said)}; change it there`);
    }
    return [[key, said] as const];
  });
  return Object.fromEntries(entries);
}

function defined<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}
