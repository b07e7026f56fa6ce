import { type Catalogue, didYouMean, findEvent, listNames, suggest } from "@metric-events/runtime";
import { indentedJsonText } from "@metric-events/text";
import { type Command, Option } from "commander";
import type { Context } from "../context.js";
import { exampleCommand, exampleEvent } from "../emit/example.js";
import { UsageError } from "../errors.js";
import { explainEvent, listEvents } from "../events/prose.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { loadCatalogue, loadEvent } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";

interface EventsFlags {
  readonly json?: boolean;
}

const jsonOption = (): Option => new Option("--json", "print what the schemas say, as JSON");

export const eventsCommand: CommandModule = {
  declare(command, { context, exit, words }) {
    command
      .description("List the events, or explain one.")
      .helpCommand(false)
      .addOption(jsonOption())
      .addOption(schemasOption())
      .allowExcessArguments()
      .addHelpText(
        "after",
        examples(
          "metric-events events",
          `metric-events events show ${words.event}`,
          "metric-events events --json | jq '.[].name'",
        ),
      )
      .action(async (flags: EventsFlags) => {
        refuseArguments(command);
        exit(await list(flags, schemasOf(command), context));
      });
    const show = command.command("show").argument("<event>", "its name").allowExcessArguments(false);
    show
      .description("explain one event: its fields, their meaning, and an example")
      .addOption(jsonOption())
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(`metric-events events show ${words.event}`, `metric-events events show ${words.event} --json`),
      )
      .action(async (name: string) => {
        exit(await explain(name, show.optsWithGlobals<EventsFlags>(), schemasOf(show), context));
      });
  },
};

function refuseArguments({ args: [name] }: Command): void {
  if (name === undefined) return;
  throw new UsageError(`unknown command '${name}'; metric-events events show <event> explains one event`);
}

async function list({ json }: EventsFlags, schemasDir: string | undefined, context: Context): Promise<ExitCode> {
  const { definitions } = await loadCatalogue(schemasDir, context);
  const text = json === true ? `${indentedJsonText(definitions.map(describe))}\n` : listEvents(definitions);
  await context.stdout.print(text);
  return exitCodes.ok;
}

async function explain(
  name: string,
  { json }: EventsFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const catalogue = await loadEvent(name, schemasDir, context);
  const definition = findEvent(catalogue, name);
  if (definition === undefined) throw unknownEvent(name, catalogue);
  const text =
    json === true
      ? `${indentedJsonText({ ...describe(definition), ...withExample(definition) })}\n`
      : explainEvent(definition, context.stdout.columns);
  await context.stdout.print(text);
  return exitCodes.ok;
}

/** What the schema says about an event, with the names of the log format and the schemas. */
function describe({
  eventName,
  typeName,
  description,
  since,
  deprecated,
  ends,
  fields,
}: Catalogue["definitions"][number]): object {
  return { name: eventName, type: typeName, description, since, deprecated, ends, fields };
}

function withExample(definition: Catalogue["definitions"][number]): object {
  const example = exampleEvent(definition);
  return example === undefined ? {} : { example, command: exampleCommand(definition, example).join("\n") };
}

function unknownEvent(name: string, { eventNames }: Catalogue): UsageError {
  const hint = didYouMean(suggest(name, eventNames), { otherwise: `the events are ${listNames(eventNames, name)}` });
  return new UsageError(`unknown event ${JSON.stringify(name)}${hint}`);
}
