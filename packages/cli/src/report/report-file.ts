import { stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Context } from "../context.js";
import { EnvironmentError, systemReason, UsageError } from "../errors.js";
import { printable } from "../format/printable.js";
import type { LogFile } from "../log/log-family.js";

/**
 * Refuses a file that the report cannot be written to, before logs are read, which can take long.
 *
 * @throws {UsageError} for one of the logs, whatever it is called: it would be lost.
 */
export async function checkReportFile(
  out: string,
  logs: readonly LogFile[],
  { cwd }: Pick<Context, "cwd">,
): Promise<void> {
  const target = await identityOf(resolve(cwd, out));
  if (target !== undefined) {
    for (const { path } of logs) {
      if ((await identityOf(resolve(cwd, path))) !== target) continue;
      const other = path === out ? "" : ` (${printable(path)})`;
      throw new UsageError(`--out: ${printable(out)} is a log that is to be read${other}; name another file`);
    }
    return;
  }
  const folder = dirname(resolve(cwd, out));
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

/** The same for all names of a file; `undefined` when there is none. Devices are written to by whoever names them. */
async function identityOf(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`;
}
