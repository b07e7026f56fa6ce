import { relative } from "node:path";
import { diagnosticMessage } from "@metric-events/schema";
import { count, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { exitCodes } from "../exit-codes.js";
import { schemasFolder } from "../schemas/folders.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { type CommandModule, examples } from "./command-module.js";
import { collect } from "./parsers.js";

interface NewFlags {
  readonly field?: readonly string[];
}

export const newCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Write the schema of a new event. A field is name:type, name:type:unit, and name?:type when it may be absent; after a space, what it means. What you leave out gets a stub, which lint refuses until it is written.",
      )
      .argument("<event-name>", "its name in snake case, such as order_placed")
      .argument("[description]", "what happened, as a sentence")
      .option(
        "--field <field>",
        "a field, such as amount:number:EUR; types are string, integer, int64, number, boolean, object, and each with [] for a list; repeat it for more",
        collect,
      )
      .addOption(schemasOption().hideHelp())
      .addHelpText(
        "after",
        examples(
          "metric-events new order_placed",
          'metric-events new order_placed "A customer placed an order." --field "amount:number:EUR What it costs."',
          "metric-events new order_placed --field 'items:object[]' --field items.sku:string --field 'customer?:string'",
        ),
      )
      .action(async (name: string, description: string | undefined, { field = [] }: NewFlags) => {
        if (description?.trim() === "")
          throw new UsageError("the description is empty; leave it out, or say what happened");
        await writeEvent(name, description, field, schemasOf(command), context);
        exit(exitCodes.ok);
      });
  },
};

async function writeEvent(
  name: string,
  description: string | undefined,
  fields: readonly string[],
  schemasDir: string | undefined,
  context: Context,
): Promise<void> {
  const { newEvent } = await import("@metric-events/project");
  const schemas = await schemasFolder(schemasDir, context);
  const { file, unwritten } = newEvent({ schemas, name, description, fields });
  const shown = printable(relative(context.cwd, file));
  const lines = unwritten.map(
    (diagnostic) =>
      `  ${shown}:${diagnostic.location.line}:${diagnostic.location.column}: ${printable(diagnosticMessage(diagnostic))}`,
  );
  const rest =
    lines.length === 0
      ? ["next: metric-events generate"]
      : [`${count(lines.length, "thing")} left to write, until metric-events lint finds no problem:`, ...lines];
  await context.stdout.print(`${[`wrote ${shown}`, ...rest].join("\n")}\n`);
}
