import { resolve } from "node:path";
import type { Context } from "../context.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { printable } from "../format/printable.js";
import { followLog } from "../log/follow.js";
import { readLines, stdinName } from "../log/read-lines.js";
import { findTailOffset } from "../log/tail-offset.js";
import type { LinePrinter } from "./printer.js";

/** Prints the last wanted lines of a log, and then those that are written, until it is interrupted. */
export async function followTail(
  path: string,
  count: number,
  printer: LinePrinter,
  context: Context,
): Promise<ExitCode> {
  if (path === stdinName) return followStdin(printer, context);
  const signal = context.interruption();
  const say = async (text: string): Promise<void> => {
    await context.stdout.flush();
    await context.stderr.print(`metric-events: ${printable(path)}: ${text}\n`);
    await context.stderr.flush();
  };
  const found = followLog(resolve(context.cwd, path), {
    signal,
    findStart: async ({ handle }) => {
      const { size } = await handle.stat();
      return findTailOffset(handle, size, { count, isWanted: printer.isWanted, countsUnterminated: false });
    },
  });
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
  return signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
}

/** Everything is new, and the end of the input is the end. */
async function followStdin(printer: LinePrinter, context: Context): Promise<ExitCode> {
  for await (const lines of readLines(stdinName, context)) {
    for (const line of lines) await printer.print(line);
    await flush(context);
  }
  return exitCodes.ok;
}

async function flush({ stdout, stderr }: Context): Promise<void> {
  await stdout.flush();
  await stderr.flush();
}
