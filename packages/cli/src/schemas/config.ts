import { basename, dirname, isAbsolute, normalize, resolve } from "node:path";
import type { CheckConfig } from "@metric-events/check/config";
import type { CodeKind, ImportExtension } from "@metric-events/codegen";
import type { ObjectiveSettings, ReportSettings } from "@metric-events/report/config";
import { didYouMean, isRecord, suggest } from "@metric-events/runtime";
import { type SettingMistake } from "@metric-events/runtime/settings";
import type { FormatMeaning } from "@metric-events/schema";
import { choiceKeys, expectedPythonFile, isPythonFile, type PathKey, pathKeys, sections } from "./config-schema.js";
import { parseSettings, type SettingsFile } from "./settings-file.js";

/** A parsed config file; see `pathKeys` for what its paths are. They are absolute. */
export interface Config extends Partial<Readonly<Record<PathKey, string>>>, Pick<SettingsFile, "error"> {
  readonly file: string;
  readonly code?: CodeKind;
  readonly importExtension?: ImportExtension;
  readonly formats?: FormatMeaning;
  readonly check?: CheckConfig;
  /** Rules for the hosts of logs. */
  readonly origin?: readonly string[];
  /** By name. Whether the schemas have their events and fields is still to be judged. */
  readonly objectives?: Readonly<Record<string, ObjectiveSettings>>;
  readonly report?: ReportSettings;
}

const keys = ["$schema", ...Object.keys(pathKeys), ...Object.keys(choiceKeys), ...Object.keys(sections)];

/**
 * The values of a config file.
 *
 * @throws {UsageError} for an invalid file; the message lists all its mistakes, each with its place.
 */
export async function parseConfig(text: string, file: string): Promise<Config> {
  const { value: data, error } = parseSettings(text, file, "the config file");
  const mistakes = isRecord(data)
    ? [...Object.entries(data).flatMap(([key, value]) => mistakesIn(key, value)), ...idleFormats(data, file)]
    : [notAnObject(data)];
  if (!isRecord(data) || mistakes.length > 0) throw await error(mistakes);
  const folder = dirname(file);
  const paths = Object.keys(pathKeys).flatMap((key) => {
    const value = data[key];
    return typeof value === "string" ? [[key, resolve(folder, value)] as const] : [];
  });
  const choices = Object.keys(choiceKeys).flatMap((key) =>
    data[key] === undefined ? [] : [[key, data[key]] as const],
  );
  const { objectives, report } = data as Pick<Config, "objectives" | "report">;
  const { origin } = data;
  return {
    file,
    error,
    ...Object.fromEntries([...paths, ...choices]),
    ...checkOf(data, folder),
    ...(origin === undefined ? {} : { origin: [origin].flat().map(String) }),
    ...(objectives === undefined ? {} : { objectives }),
    ...(report === undefined ? {} : { report }),
  };
}

function checkOf({ check }: Record<string, unknown>, folder: string): Pick<Config, "check"> {
  if (check === undefined) return {};
  const config = check as CheckConfig;
  return {
    check: { ...config, ...(config.package === undefined ? {} : { package: resolve(folder, config.package) }) },
  };
}

function mistakesIn(key: string, value: unknown): readonly SettingMistake[] {
  if (isSection(key)) return sections[key].mistakes(value, [key]);
  const name = JSON.stringify(key);
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
  if (key === "python" && typeof value === "string" && value !== "" && !isPythonFile(value)) {
    return [wrongValue(key, `${name}: ${expectedPythonFile}, received ${JSON.stringify(value)}`)];
  }
  const isPath = typeof value === "string" && value !== "";
  return isPath ? [] : [wrongValue(key, `${name}: expected a path, received ${JSON.stringify(value)}`)];
}

function isSection(key: string): key is keyof typeof sections {
  return Object.hasOwn(sections, key);
}

/** `formats` is about schemas that find the file, from their folder upwards. */
function idleFormats({ formats, schemas }: Readonly<Record<string, unknown>>, file: string): readonly SettingMistake[] {
  if (formats === undefined || typeof schemas !== "string") return [];
  const isBelow = !normalize(schemas).startsWith("..") && !isAbsolute(schemas);
  const message = `"formats": these schemas are not below this file, so they would not find it; move it into a ${basename(file)} beside ${JSON.stringify(schemas)}`;
  return isBelow ? [] : [{ path: ["formats"], at: "key", message }];
}

function isChoiceKey(key: string): key is keyof typeof choiceKeys {
  return Object.hasOwn(choiceKeys, key);
}

function wrongValue(key: string, message: string): SettingMistake {
  return { path: [key], at: "value", message };
}

function notAnObject(data: unknown): SettingMistake {
  const received = JSON.stringify(data)?.slice(0, 60);
  const message = `expected a JSON object such as {"schemas": "schemas"}, received ${received}`;
  return { path: [], at: "value", message };
}
