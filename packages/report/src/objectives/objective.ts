import type { Catalogue } from "@metric-events/runtime";
import { type SettingMistake, wrongSetting } from "@metric-events/runtime/settings";
import { parseSpan } from "@metric-events/text";
import { quantityText } from "../render/format.js";
import type { ColumnTest } from "../watch/row-test.js";
import { settingTexts, type Watch, WatchResolver } from "../watch/watch.js";
import { defaultWindow, type ObjectiveSettings } from "./objective-config.js";

/** Which events are good: those that satisfy conditions, or whose number is below or above a limit. */
export type Goodness =
  | { readonly kind: "conditions"; readonly tests: readonly ColumnTest[] }
  | { readonly kind: "below" | "above"; readonly limit: number };

/** An objective whose names are those of the schemas. */
export interface Objective {
  readonly name: string;
  readonly description: string | undefined;
  readonly settings: ObjectiveSettings;
  readonly watch: Watch;
  readonly good: Goodness;
  /** What a good event is, in words: `queue_duration < 1m`. */
  readonly goodText: string;
  readonly share: number;
  readonly windowSeconds: number;
}

/**
 * Objectives of a config file, judged by the schemas.
 *
 * @param objectives what `objectivesConfigRule` accepts.
 */
export function resolveObjectives(
  objectives: Readonly<Record<string, ObjectiveSettings>>,
  catalogue: Catalogue,
): { readonly objectives: readonly Objective[]; readonly mistakes: readonly SettingMistake[] } {
  const resolver = new WatchResolver(catalogue);
  const resolved = Object.entries(objectives).flatMap(([name, settings]): Objective[] => {
    const path = ["objectives", name];
    const watch = resolver.resolve(settings, path);
    if (watch === undefined) return [];
    const found = goodnessOf(settings, watch, path, resolver);
    if (found === undefined) return [];
    const { description, share, window = defaultWindow } = settings;
    return [{ name, description, settings, watch, ...found, share, windowSeconds: parseSpan(window) ?? 0 }];
  });
  return { objectives: resolved, mistakes: resolver.mistakes };
}

function goodnessOf(
  { good, below, above }: ObjectiveSettings,
  watch: Watch,
  path: SettingMistake["path"],
  resolver: WatchResolver,
): Pick<Objective, "good" | "goodText"> | undefined {
  if (good !== undefined) {
    const tests = resolver.tests(good, watch.plan, [...path, "good"]);
    return tests === undefined
      ? undefined
      : { good: { kind: "conditions", tests }, goodText: settingTexts(good).join(", ") };
  }
  const kind = below === undefined ? "above" : "below";
  const limit = limitOf(below ?? above ?? 0, watch, [...path, kind], resolver);
  if (limit === undefined || watch.number === undefined) return undefined;
  const { path: field, unit } = watch.number.field;
  return { good: { kind, limit }, goodText: `${field} ${kind === "below" ? "<" : ">"} ${quantityText(limit, unit)}` };
}

/** A limit as a number in the unit of the field: a duration is only one of seconds. */
export function limitOf(
  limit: number | string,
  { number }: Watch,
  path: SettingMistake["path"],
  resolver: WatchResolver,
): number | undefined {
  if (typeof limit === "number") return limit;
  if (number?.field.unit === "s") return parseSpan(limit);
  const unit = number?.field.unit === undefined ? "has no unit" : `is in ${number.field.unit}`;
  resolver.mistakes.push(
    wrongSetting(
      path,
      `expected a number, since ${number?.field.path ?? "the value"} ${unit}, received ${JSON.stringify(limit)}`,
    ),
  );
  return undefined;
}
