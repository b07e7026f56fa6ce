import { stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileIdentity, type LogFile } from "@metric-events/reader";
import { printable, systemReason } from "@metric-events/text";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";

/**
 * Refuses a file that the report cannot be written to, before the logs are read, which can take a while.
 *
 * @throws {UsageError} for one of the logs, under any name: it would be lost.
 */
export async function checkReportFile(
  out: string,
  logs: readonly LogFile[],
  context: Pick<Context, "cwd">,
): Promise<void> {
  const target = await fileIdentity(resolve(context.cwd, out));
  if (target !== undefined) {
    for (const { name, path } of logs) {
      if (path === undefined || (await fileIdentity(path)) !== target) continue;
      const other = name === out ? "" : ` (${printable(name)})`;
      throw new UsageError(`--out: ${printable(out)} is one of the logs to read${other}; name another file`);
    }
    return;
  }
  const folder = dirname(resolve(context.cwd, out));
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new EnvironmentError(`cannot write ${printable(out)}: there is no folder ${printable(folder)}`);
}

export async function writeReportFile(out: string, text: string, { cwd }: Pick<Context, "cwd">): Promise<void> {
  try {
    await writeFile(resolve(cwd, out), text);
  } catch (cause) {
    throw new EnvironmentError(`cannot write ${printable(out)}: ${systemReason(cause)}`, { cause });
  }
}
