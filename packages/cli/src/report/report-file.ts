import { existsSync, realpathSync } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { fileIdentity, type LogFile } from "@metric-events/reader";
import { isDanglingLink, replaceFile, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import type { ReportSource } from "./report-source.js";

/**
 * Refuses an unusable output file before the logs are read, which can take a while.
 *
 * @throws {UsageError} for one of the logs, under any name: the report would overwrite it.
 */
export async function checkReportFile(
  out: string,
  sources: readonly ReportSource[],
  context: Pick<Context, "cwd" | "stdinIdentity">,
): Promise<void> {
  for (const source of sources) {
    if (source.kind === "lake" && isInFolder(resolve(context.cwd, out), source.lake.folder)) {
      throw new UsageError(`--out: ${out} is in the lake to read; name a file outside of it`);
    }
  }
  const logs = sources.flatMap((source): readonly LogFile[] => (source.kind === "logs" ? source.logs : []));
  const path = resolve(context.cwd, out);
  const log = await logAt(path, logs, context);
  if (log !== undefined) {
    const other = log.name === out ? "" : ` (${log.name})`;
    throw new UsageError(`--out: ${out} is one of the logs to read${other}; name another file`);
  }
  if ((await fileIdentity(path)) === undefined) await checkNewFile(path, out);
}

/** The log that is the file at a path, under whatever name; `undefined` for any other file. */
export async function logAt(
  path: string,
  logs: readonly LogFile[],
  { stdinIdentity }: Pick<Context, "stdinIdentity">,
): Promise<LogFile | undefined> {
  const target = await fileIdentity(path);
  if (target === undefined) return undefined;
  for (const log of logs) {
    const source = log.path === undefined ? await stdinIdentity?.() : await fileIdentity(log.path);
    if (source === target) return log;
  }
  return undefined;
}

/**
 * Refuses a file that cannot be made.
 *
 * @param name as messages say it.
 * @throws {EnvironmentError} for a link to nothing, and for a folder that does not exist.
 */
export async function checkNewFile(path: string, name: string): Promise<void> {
  const folder = dirname(path);
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new EnvironmentError(`cannot write ${name}: the folder ${folder} does not exist`);
  if (isDanglingLink(path))
    throw new EnvironmentError(`cannot write ${name}: it is a link to a file that does not exist`);
}

/** Whether a path leads to a place below a folder, through links, too. */
export function isInFolder(path: string, folder: string): boolean {
  const place = existsSync(path) ? realpathSync(path) : existsSync(dirname(path)) ? realpathSync(dirname(path)) : path;
  return `${place}${sep}`.startsWith(`${realpathSync(folder)}${sep}`);
}

/** Replaces the report as a whole, so that a full disk or a killed process leaves the old one. */
export async function writeReportFile(out: string, text: string, { cwd }: Pick<Context, "cwd">): Promise<void> {
  const path = resolve(cwd, out);
  try {
    const existing = await stat(path).catch(() => undefined);
    // A pipe or a device cannot be replaced, so write to it directly.
    if (existing?.isFile() === false) await writeFile(path, text);
    else replaceFile(path, text);
  } catch (cause) {
    throw new EnvironmentError(`cannot write ${out}: ${systemReason(cause)}`, { cause });
  }
}
