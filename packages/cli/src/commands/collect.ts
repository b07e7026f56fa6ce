import { count, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { guardMemory } from "../query/memory-guard.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { ending, sayNotice } from "../ship/ending.js";
import { type CommandModule, examples } from "./command-module.js";
import { parsePath } from "./parsers.js";

interface CollectFlags {
  readonly from: string;
  readonly into: string;
  readonly once?: boolean;
}

export const collectCommand: CommandModule = {
  declare(command, { context, exit }) {
    command
      .description(
        "Collect what hosts ship into a lake, until Ctrl-C. Any number of these may run at once, and may be killed at any moment: each line is in the lake once.",
      )
      .requiredOption("--from <url>", "the stream that hosts ship to: nats://host:4222")
      .requiredOption("--into <lake>", "a lake, or a new or empty folder", parsePath)
      .option("--once", "end with what is there now, for cron")
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events collect --from nats://nats-1:4222,nats-2:4222 --into lake/",
          "metric-events collect --from nats://localhost:4222 --into lake/ --once && metric-events compact lake/",
          "",
          "Needs @duckdb/node-api, which is installed separately.",
        ),
      )
      .action(async (flags: CollectFlags) => {
        exit(await collectInto(flags, schemasOf(command), context));
      });
  },
};

async function collectInto(flags: CollectFlags, schemasDir: string | undefined, context: Context): Promise<ExitCode> {
  const { from, into, once = false } = flags;
  const signal = context.interruption();
  const { collectStream } = await import("@metric-events/ship");
  const catalogue = await loadCatalogue(schemasDir, context);
  const { cwd, env, maxResidentBytes } = context;
  let endGuard: (() => Promise<void>) | undefined;
  const onBegin = async (folders: readonly string[]): Promise<void> => {
    endGuard = await guardMemory({ command: "collect", maxResidentBytes, folders, advice: "run it again" });
  };
  const onNotice = sayNotice(context);
  try {
    const added = await collectStream({ from, into, catalogue, signal, once, cwd, env, onNotice, onBegin });
    const { events, badLines, unknown, messages } = added;
    const bad = badLines === 0 ? "" : `, ${count(badLines, "bad line")}`;
    const others = unknown === 0 ? "" : `, ${count(unknown, "line")} of events that the schemas do not know`;
    await context.stdout.print(
      `${count(events, "event")}${bad}${others} of ${count(messages, "message")} added to ${printable(into)}\n`,
    );
    return signal.aborted ? ending(signal) : exitCodes.ok;
  } finally {
    await endGuard?.();
  }
}
