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
    if (source.kind === "lake" && isWithin(resolve(context.cwd, out), source.lake.folder)) {
      throw new UsageError(`--out: ${out} is in the lake to read; name a file outside of it`);
    }
  }
  const logs = sources.flatMap((source): readonly LogFile[] => (source.kind === "logs" ? source.logs : []));
  const target = await fileIdentity(resolve(context.cwd, out));
  if (target !== undefined) {
    for (const { name, path } of logs) {
      const source = path === undefined ? await context.stdinIdentity?.() : await fileIdentity(path);
      if (source !== target) continue;
      const other = name === out ? "" : ` (${name})`;
      throw new UsageError(`--out: ${out} is one of the logs to read${other}; name another file`);
    }
    return;
  }
  const path = resolve(context.cwd, out);
  if (isDanglingLink(path))
    throw new EnvironmentError(`cannot write ${out}: it is a link to a file that does not exist`);
  const folder = dirname(path);
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new EnvironmentError(`cannot write ${out}: the folder ${folder} does not exist`);
}

/** Whether a path leads to a place below a folder, through links, too. */
function isWithin(path: string, folder: string): boolean {
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
