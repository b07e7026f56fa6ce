import { followLog, type LogFile, readLines } from "@metric-events/reader";
import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { InterruptedError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { itemsUntil } from "./items-until.js";
import type { LinePrinter } from "./printer.js";

/** Prints the last wanted lines of a log and then new ones, until it is interrupted. */
export async function followTail(
  log: LogFile,
  count: number,
  printer: LinePrinter,
  context: Context,
): Promise<ExitCode> {
  const { path } = log;
  const closed = context.outputClosed?.() ?? new AbortController().signal;
  if (path === undefined) return followStream(log, printer, closed, context);
  const signal = AbortSignal.any([context.interruption(), closed]);
  const say = async (text: string): Promise<void> => {
    await context.stdout.flush();
    await context.stderr.print(`metric-events: ${printable(`${log.name}: ${text}`)}\n`);
    await context.stderr.flush();
  };
  const found = followLog(path, { signal, last: { count, isWanted: printer.isWanted } });
  for await (const item of found) {
    switch (item.kind) {
      case "lines":
        for (const line of item.lines) {
          if (signal.aborted) break;
          await printer.print(line);
        }
        break;
      case "truncated":
        await say("was emptied; reading it from its start");
        break;
      case "missing":
        await say(`${item.reason}; waiting for it`);
        break;
      case "idle":
        await flush(context);
        break;
      default:
        item satisfies never;
    }
    if (signal.aborted) break;
  }
  closed.throwIfAborted();
  const isTermination = signal.reason instanceof InterruptedError && signal.reason.signal === "SIGTERM";
  return isTermination ? exitCodes.terminated : exitCodes.interrupted;
}

/** Prints all lines of a stream, to its end. */
async function followStream(
  log: LogFile,
  printer: LinePrinter,
  closed: AbortSignal,
  context: Context,
): Promise<ExitCode> {
  for await (const lines of itemsUntil(readLines(log), closed)) {
    for (const line of lines) await printer.print(line);
    await flush(context);
  }
  return exitCodes.ok;
}

async function flush({ stdout, stderr }: Context): Promise<void> {
  await stdout.flush();
  await stderr.flush();
}
