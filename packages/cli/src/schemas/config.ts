import { basename, dirname, isAbsolute, normalize, resolve } from "node:path";
import { type CheckConfig, type ConfigMistake, checkConfigMistakes } from "@metric-events/check/config";
import type { CodeKind, ImportExtension } from "@metric-events/codegen";
import { parseJson } from "@metric-events/reader/json";
import { didYouMean, joinPointer, suggest } from "@metric-events/runtime";
import type { FormatMeaning } from "@metric-events/schema";
import { UsageError } from "../errors.js";
import { choiceKeys, type PathKey, pathKeys } from "./config-schema.js";

/** A parsed config file; see `pathKeys` for what its paths are. They are absolute. */
export interface Config extends Partial<Readonly<Record<PathKey, string>>> {
  readonly file: string;
  readonly code?: CodeKind;
  readonly importExtension?: ImportExtension;
  readonly formats?: FormatMeaning;
  readonly check?: CheckConfig;
  /** Rules for the hosts of logs. */
  readonly origin?: readonly string[];
}

const keys = ["$schema", ...Object.keys(pathKeys), ...Object.keys(choiceKeys), "origin", "check"];

/**
 * The values of a config file.
 *
 * @throws {UsageError} for an invalid file; the message lists all its mistakes, each with its place.
 */
export async function parseConfig(text: string, file: string): Promise<Config> {
  const parsed = parseJson(text);
  if ("mistakes" in parsed) throw unusable(file, parsed.mistakes);
  const data = parsed.value;
  const mistakes = isObject(data)
    ? [...Object.entries(data).flatMap(([key, value]) => mistakesIn(key, value)), ...idleFormats(data, file)]
    : [notAnObject(data)];
  if (!isObject(data) || mistakes.length > 0) throw await misconfigured(text, file, mistakes);
  const folder = dirname(file);
  const paths = Object.keys(pathKeys).flatMap((key) => {
    const value = data[key];
    return typeof value === "string" ? [[key, resolve(folder, value)] as const] : [];
  });
  const choices = Object.keys(choiceKeys).flatMap((key) =>
    data[key] === undefined ? [] : [[key, data[key]] as const],
  );
  return { file, ...Object.fromEntries([...paths, ...choices]), ...originOf(data), ...checkOf(data, folder) };
}

function originOf({ origin }: Record<string, unknown>): Pick<Config, "origin"> {
  return origin === undefined ? {} : { origin: [origin].flat().map(String) };
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
  if (key === "origin") {
    const rules: readonly unknown[] = [value].flat();
    const isFine = rules.length > 0 && rules.every((rule) => typeof rule === "string" && rule !== "");
    const expected = 'expected a rule such as "host={folder}", or a list of rules';
    return isFine ? [] : [wrongValue(key, `${name}: ${expected}, received ${JSON.stringify(value)}`)];
  }
  if (key === "$schema") {
    return typeof value === "string"
      ? []
      : [wrongValue(key, `${name}: expected a string, received ${JSON.stringify(value)}`)];
  }
  if (!keys.includes(key)) {
    const hint = didYouMean(suggest(key, keys), { otherwise: `expected one of ${keys.slice(1).join(", ")}` });
    return [{ path: [key], at: "key", message: `unknown key ${name}${hint}` }];
  }
  if (isChoiceKey(key)) {
    const choices: readonly unknown[] = choiceKeys[key].enum;
    if (choices.includes(value)) return [];
    const expected = choices.map((choice) => JSON.stringify(choice)).join(" or ");
    return [wrongValue(key, `${name}: expected ${expected}, received ${JSON.stringify(value)}`)];
  }
  const isPath = typeof value === "string" && value !== "";
  return isPath ? [] : [wrongValue(key, `${name}: expected a path, received ${JSON.stringify(value)}`)];
}

/** `formats` is about schemas that find the file, from their folder upwards. */
function idleFormats({ formats, schemas }: Record<string, unknown>, file: string): readonly ConfigMistake[] {
  if (formats === undefined || typeof schemas !== "string") return [];
  const isBelow = !normalize(schemas).startsWith("..") && !isAbsolute(schemas);
  const message = `"formats": these schemas are not below this file, so they would not find it; move it into a ${basename(file)} beside ${JSON.stringify(schemas)}`;
  return isBelow ? [] : [{ path: ["formats"], at: "key", message }];
}

function isChoiceKey(key: string): key is keyof typeof choiceKeys {
  return Object.hasOwn(choiceKeys, key);
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
