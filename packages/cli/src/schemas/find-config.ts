import { dirname, join } from "node:path";
import { isSystemError, ownerOf, readTextFile, statPath, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError } from "../errors.js";
import type { Config } from "./config.js";

/** The same name as `projectConfigName` of schema, which not every command loads. */
export const configFileName = "metric-events.config.json";

const maxConfigBytes = 1024 * 1024;

/**
 * The nearest `metric-events.config.json`, from the working directory upwards; `undefined` when there is none.
 *
 * @throws {UsageError} for an invalid file; the message lists all its mistakes, each with its place.
 * @throws {EnvironmentError} for what is not a text file of at most 1 MiB.
 * @throws {EnvironmentError} for a file in a parent folder that belongs to another user, who could choose which files are read and written.
 */
export async function findConfig({ cwd }: Pick<Context, "cwd">): Promise<Config | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, configFileName);
    const text = readIfExists(file);
    if (text !== undefined) {
      if (folder !== cwd) refuseForeign(file, cwd);
      // Most projects that only read logs have none, so what judges it is loaded only now.
      const { parseConfig } = await import("./config.js");
      return parseConfig(text.replace(/^\uFEFF/, ""), file);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** Trusts root, who can do everything anyway, and the owner of the working directory, who could put a config file there. */
function refuseForeign(file: string, cwd: string): void {
  const owner = ownerOf(file);
  const trusted = [0, process.geteuid?.() ?? owner, Number(statPath(cwd)?.uid ?? -1)];
  if (trusted.includes(owner)) return;
  throw new EnvironmentError(
    `${file} belongs to another user (${owner}), so it is not used; copy it into ${cwd} if you trust it`,
  );
}

function readIfExists(file: string): string | undefined {
  try {
    return readTextFile(file, maxConfigBytes);
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw new EnvironmentError(`cannot read ${file}: ${systemReason(error)}`, { cause: error });
  }
}
