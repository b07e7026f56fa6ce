import { lstatSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type CheckConfig, type ConfigMistake, checkConfigMistakes } from "@metric-events/check/config";
import { parseJson } from "@metric-events/reader/json";
import { didYouMean, joinPointer, suggest } from "@metric-events/runtime";
import { isSystemError, readTextFile, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { type PathKey, pathKeys } from "./config-schema.js";

export const configFileName = "metric-events.config.json";

const maxConfigBytes = 1024 * 1024;

/** A parsed config file; see `pathKeys` for what its paths are. They are absolute. */
export interface Config extends Partial<Readonly<Record<PathKey, string>>> {
  readonly file: string;
  readonly check?: CheckConfig;
}

const keys = ["$schema", ...Object.keys(pathKeys), "check"];

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
      return parseConfig(text.replace(/^\uFEFF/, ""), file);
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
    return readTextFile(file, maxConfigBytes);
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw new EnvironmentError(`cannot read ${file}: ${systemReason(error)}`, { cause: error });
  }
}

async function parseConfig(text: string, file: string): Promise<Config> {
  const parsed = parseJson(text);
  if ("mistakes" in parsed) throw unusable(file, parsed.mistakes);
  const data = parsed.value;
  const mistakes = isObject(data)
    ? Object.entries(data).flatMap(([key, value]) => mistakesIn(key, value))
    : [notAnObject(data)];
  if (!isObject(data) || mistakes.length > 0) throw await misconfigured(text, file, mistakes);
  const folder = dirname(file);
  const paths = Object.keys(pathKeys).flatMap((key) => {
    const value = data[key];
    return typeof value === "string" ? [[key, resolve(folder, value)] as const] : [];
  });
  return { file, ...Object.fromEntries(paths), ...checkOf(data, folder) };
}

function checkOf({ check }: Record<string, unknown>, folder: string): Pick<Config, "check"> {
  if (check === undefined) return {};
  const config = check as CheckConfig;
  return {
    check: { ...config, ...(config.package === undefined ? {} : { package: resolve(folder, config.package) }) },
  };
}

function mistakesIn(key: string, value: unknown): readonly ConfigMistake[] {
  if (key === "check") return checkConfigMistakes(value);
  const name = JSON.stringify(key);
  if (key === "$schema") {
    return typeof value === "string"
      ? []
      : [wrongValue(key, `${name}: expected a string, received ${JSON.stringify(value)}`)];
  }
  if (!keys.includes(key)) {
    const hint = didYouMean(suggest(key, keys), { otherwise: `expected ${keys.slice(1).join(" or ")}` });
    return [{ path: [key], at: "key", message: `unknown key ${name}${hint}` }];
  }
  const isPath = typeof value === "string" && value !== "";
  return isPath ? [] : [wrongValue(key, `${name}: expected a path, received ${JSON.stringify(value)}`)];
}

function wrongValue(key: string, message: string): ConfigMistake {
  return { path: [key], at: "value", message };
}

function notAnObject(data: unknown): ConfigMistake {
  const received = JSON.stringify(data)?.slice(0, 60);
  const message = `expected a JSON object such as {"schemas": "schemas"}, received ${received}`;
  return { path: [], at: "value", message };
}

/** The error for a file with mistakes. What finds their places is loaded only now. */
async function misconfigured(text: string, file: string, mistakes: readonly ConfigMistake[]): Promise<UsageError> {
  const { parseJsonDocument } = await import("@metric-events/schema");
  const parsed = parseJsonDocument(text);
  const placed = mistakes.map(({ path, at, message }) => {
    const start = { line: 1, column: 1 };
    return { ...("error" in parsed ? start : parsed.document.locate(joinPointer("", ...path), at)), message };
  });
  return unusable(file, placed);
}

function unusable(
  file: string,
  mistakes: readonly { readonly line: number; readonly column: number; readonly message: string }[],
): UsageError {
  const lines = mistakes.map(({ line, column, message }) => `  ${file}:${line}:${column}: ${message}`);
  return new UsageError(["cannot use the config file:", ...lines]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
