import { createFilter, lastLines, originOfLog } from "@metric-events/reader";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { defaultLogHint, defaultLogPath } from "../log/default-path.js";
import { logsFor } from "../log/logs-for.js";
import { readFailure } from "../log/reading.js";
import { conditionsHelp, type SelectionFlags, selectionOf, selectionOptions } from "../log/selection-flags.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import { schemasOf, schemasOption } from "../schemas/options.js";
import { followTail } from "../tail/follow-tail.js";
import { LinePrinter } from "../tail/printer.js";
import { type CommandModule, examples } from "./command-module.js";
import { parseCount, parsePath } from "./parsers.js";

interface TailFlags extends SelectionFlags {
  readonly follow?: boolean;
  readonly lines?: number;
  readonly json?: boolean;
}

const defaultLines = 10;

export const tailCommand: CommandModule = {
  declare(command, { context, exit, words }) {
    const described = command
      .description("Show the last events of a log in a readable form, and follow the log.")
      .argument("[file]", "a log, plain or compressed, or - for standard input (default: the metrics log)", parsePath)
      .option("-f, --follow", "show new events as they are written, across rotation, until Ctrl-C")
      .option(
        "-n, --lines <count>",
        `number of lines to show first (default: ${defaultLines}; with --since or --until, all)`,
        parseCount(0),
      );
    selectionOptions(described)
      .option("--json", "print the lines as JSON, with the same values; bad lines are reported on standard error")
      .addOption(schemasOption())
      .addHelpText(
        "after",
        examples(
          "metric-events tail",
          `metric-events tail -f --event ${words.event}`,
          words.condition !== "" && `metric-events tail -n 100 --where ${words.condition}`,
          words.measure !== "" && `metric-events tail --since "yesterday 22:00" --where "${words.measure}>30m"`,
          words.measure !== "" && `metric-events tail -n 1000 --event ${words.event} --json | jq .${words.measure}`,
          "",
          conditionsHelp,
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
  if (flags.follow === true && flags.until !== undefined) {
    throw new UsageError("--until cannot be used with --follow, which waits for new events; leave one of them out");
  }
  const { zone, ...selection } = selectionOf(flags, context.now() / 1000);
  const [log] = await logsFor([file ?? (await defaultLogPath(context))], context);
  if (log === undefined) throw new Error("one path names one log");
  const isSelected = createFilter(selection, catalogue);
  const { host } = originOfLog(log);
  const isTimed = selection.since !== undefined || selection.until !== undefined;
  const count = flags.lines ?? (isTimed ? Number.POSITIVE_INFINITY : defaultLines);
  const printer = new LinePrinter({
    catalogue,
    filter: isSelected && ((data) => isSelected(data, host)),
    isJson: flags.json === true,
    zone,
    context,
  });
  try {
    if (flags.follow === true) return await followTail(log, count, printer, context);
    for await (const line of lastLines(log, { count, isWanted: printer.isWanted })) {
      await printer.print(line);
    }
  } catch (error) {
    throw readFailure(error, log, file === undefined ? defaultLogHint : "");
  }
  return exitCodes.ok;
}
