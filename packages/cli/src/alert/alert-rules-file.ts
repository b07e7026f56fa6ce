import { resolve } from "node:path";
import { type AlertRule, type AlertSettings, alertFileRule, resolveAlertRules } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { isSystemError, readTextFile, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import type { Config } from "../schemas/config.js";
import { findConfig } from "../schemas/find-config.js";
import { parseSettings, type SettingsFile } from "../schemas/settings-file.js";

/** A file of rules, as it is named in messages. */
export interface RulesFile {
  readonly name: string;
  readonly rules: readonly AlertRule[];
  readonly placeOf: SettingsFile["placeOf"];
}

const maxRulesBytes = 1024 * 1024;
const defaultName = "alerts.json";
const example = "metric-events alert --example > alerts.json writes rules to begin with";

/**
 * The rules to check: of the file that the user names, else of that in the config file, else of `alerts.json`.
 *
 * @throws {UsageError} for mistakes, with their places, and when nothing names a file and there is none.
 * @throws {EnvironmentError} for a file that cannot be read.
 */
export async function readAlertRules(
  named: string | undefined,
  catalogue: Catalogue,
  context: Context,
): Promise<RulesFile> {
  const config = named === undefined ? await findConfig(context) : undefined;
  const name = named ?? config?.alerts ?? defaultName;
  const text = readRules(resolve(context.cwd, name), name, { named, config });
  const file = parseSettings(text.replace(/^\uFEFF/, ""), name, "the rules");
  const mistakes = alertFileRule.mistakes(file.value, []);
  if (mistakes.length > 0) throw await file.error(mistakes);
  const { rules } = file.value as { readonly rules: Readonly<Record<string, AlertSettings>> };
  const resolved = resolveAlertRules(rules, catalogue);
  if (resolved.mistakes.length > 0) throw await file.error(resolved.mistakes);
  if (resolved.rules.length === 0) throw new UsageError(`${name} has no rules; ${example}`);
  return { name, rules: resolved.rules, placeOf: file.placeOf };
}

/** What names the file of rules, if anything does. */
interface Naming {
  readonly named: string | undefined;
  readonly config: Config | undefined;
}

function readRules(path: string, name: string, { named, config }: Naming): string {
  try {
    return readTextFile(path, maxRulesBytes);
  } catch (error) {
    const isDefault = named === undefined && config?.alerts === undefined;
    if (isDefault && isSystemError(error) && error.code === "ENOENT") {
      throw new UsageError(
        `there are no rules: expected --rules <file>, "alerts" in the config file, or ${name}; ${example}`,
      );
    }
    const key = config?.alerts === undefined ? "" : `, which "alerts" in ${config.file} names`;
    throw new EnvironmentError(`cannot read ${name}${key}: ${systemReason(error)}`, { cause: error });
  }
}
