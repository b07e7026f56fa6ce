import { lstatSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type CheckConfig, checkConfigMistakes } from "@metric-events/check/config";
import { parseJson } from "@metric-events/reader/json";
import { didYouMean, suggest } from "@metric-events/runtime";
import { isSystemError, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";

export const configFileName = "metric-events.config.json";

/** A parsed config file. Paths are absolute. */
export interface Config {
  readonly file: string;
  readonly schemas?: string;
  /** Folder where `generate` writes modules. */
  readonly out?: string;
  /** File where `generate` writes the field reference. */
  readonly reference?: string;
  readonly check?: CheckConfig;
}

const paths = ["schemas", "out", "reference"] as const;
const keys = [...paths, "check"] as const;

/**
 * The nearest `metric-events.config.json`, from the working directory upwards; `undefined` when there is none.
 *
 * @throws {UsageError} for an invalid file; the message lists all its mistakes.
 * @throws {EnvironmentError} for a file in a parent folder that belongs to another user, who could choose which files are read and written.
 */
export function findConfig({ cwd }: Pick<Context, "cwd">): Config | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, configFileName);
    const text = readIfExists(file);
    if (text !== undefined) {
      if (folder !== cwd) refuseForeign(file, cwd);
      return parseConfig(text, file);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** Trusts root, who can do everything anyway, and the owner of the working directory, who could put a config file there. */
function refuseForeign(file: string, cwd: string): void {
  const owner = lstatSync(file).uid;
  const trusted = [0, process.geteuid?.() ?? owner, statSync(cwd, { throwIfNoEntry: false })?.uid];
  if (trusted.includes(owner)) return;
  throw new EnvironmentError(
    `${file} belongs to another user (${owner}), so it is not used; copy it into ${cwd} if you trust it`,
  );
}

function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw new EnvironmentError(`cannot read ${file}: ${systemReason(error)}`, { cause: error });
  }
}

function parseConfig(text: string, file: string): Config {
  const data = parseObject(text, file);
  const mistakes = Object.entries(data).flatMap(([key, value]) => mistakeIn(key, value));
  if (mistakes.length > 0) throw new UsageError([`${file}:`, ...mistakes.map((mistake) => `  ${mistake}`)]);
  const path = (key: (typeof paths)[number]) => {
    const value = data[key];
    return typeof value === "string" ? { [key]: resolve(dirname(file), value) } : {};
  };
  return { file, ...path("schemas"), ...path("out"), ...path("reference"), ...checkOf(data, dirname(file)) };
}

function checkOf({ check }: Record<string, unknown>, folder: string): Pick<Config, "check"> {
  if (check === undefined) return {};
  const config = check as CheckConfig;
  return {
    check: { ...config, ...(config.package === undefined ? {} : { package: resolve(folder, config.package) }) },
  };
}

function mistakeIn(key: string, value: unknown): string[] {
  if (!keys.some((known) => known === key)) {
    const hint = didYouMean(suggest(key, keys), { otherwise: `expected ${keys.join(" or ")}` });
    return [`unknown key ${JSON.stringify(key)}${hint}`];
  }
  if (key === "check") return [...checkConfigMistakes(value)];
  const isPath = typeof value === "string" && value !== "";
  return isPath ? [] : [`${JSON.stringify(key)}: expected a path, received ${JSON.stringify(value)}`];
}

function parseObject(text: string, file: string): Record<string, unknown> {
  const parsed = parseJson(text);
  if ("mistakes" in parsed) {
    throw new UsageError(parsed.mistakes.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`));
  }
  const data = parsed.value;
  if (typeof data === "object" && data !== null && !Array.isArray(data)) return { ...data };
  throw new UsageError(
    `${file}: expected a JSON object such as {"schemas": "schemas"}, received ${JSON.stringify(data).slice(0, 60)}`,
  );
}
