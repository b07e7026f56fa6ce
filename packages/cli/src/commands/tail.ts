import { createFilter, lastLines } from "@metric-events/reader";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { defaultLogHint, defaultLogPath } from "../log/default-path.js";
import { logsFor } from "../log/logs-for.js";
import { readFailure } from "../log/reading.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { followTail } from "../tail/follow-tail.js";
import { LinePrinter } from "../tail/printer.js";
import { type CommandModule, examples } from "./command-module.js";
import { collect, parseCount, parsePath } from "./parsers.js";

interface TailFlags {
  readonly follow?: boolean;
  readonly lines: number;
  readonly event?: readonly string[];
  readonly where?: readonly string[];
  readonly json?: boolean;
  readonly utc?: boolean;
}

export const tailCommand: CommandModule = {
  declare(command, { context, exit, words }) {
    command
      .description("Show the last events of a log in a readable form, and follow the log.")
      .argument("[file]", "a log, plain or compressed, or - for standard input (default: the metrics log)", parsePath)
      .option("-f, --follow", "show new events as they are written, across rotation, until Ctrl-C")
      .option("-n, --lines <count>", "number of lines to show first", parseCount(0), 10)
      .option("-e, --event <name>", "only this event; repeat it for several", collect)
      .option("-w, --where <field=value>", "only events with this value; repeat it for more", collect)
      .option("--json", "print the lines as JSON, with the same values; bad lines are reported on standard error")
      .option("--utc", "show times in UTC instead of local time")
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events tail",
          `metric-events tail -f --event ${words.event}`,
          words.condition !== "" && `metric-events tail -n 100 --where ${words.condition}`,
          words.measure !== "" && `metric-events tail -n 1000 --event ${words.event} --json | jq .${words.measure}`,
          "",
          "Several values of one field are alternatives; different fields must all match.",
        ),
      )
      .action(async (file: string | undefined, flags: TailFlags) =>
        exit(await tail(file, flags, schemasOf(command), context)),
      );
  },
};

/** Shows the last events of a log, and follows it when asked to. */
export async function tail(
  file: string | undefined,
  flags: TailFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const catalogue = await loadCatalogue(schemasDir, context);
  const filter = createFilter(flags.event ?? [], flags.where ?? [], catalogue);
  const printer = new LinePrinter({
    catalogue,
    filter,
    isJson: flags.json === true,
    zone: flags.utc === true ? "utc" : "local",
    context,
  });
  const [log] = await logsFor([file ?? (await defaultLogPath(context))], context);
  if (log === undefined) throw new Error("one path names one log");
  try {
    if (flags.follow === true) return await followTail(log, flags.lines, printer, context);
    for await (const line of lastLines(log, { count: flags.lines, isWanted: printer.isWanted })) {
      await printer.print(line);
    }
  } catch (error) {
    throw readFailure(error, log, file === undefined ? defaultLogHint : "");
  }
  return exitCodes.ok;
}
