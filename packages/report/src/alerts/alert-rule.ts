import type { Catalogue } from "@metric-events/runtime";
import type { SettingMistake } from "@metric-events/runtime/settings";
import { parseSpan } from "@metric-events/text";
import { limitOf } from "../objectives/objective.js";
import { formatNumber, formatShare, quantityText } from "../render/format.js";
import type { ColumnTest } from "../watch/row-test.js";
import { type Watch, WatchResolver } from "../watch/watch.js";
import { type AlertSettings, defaultEvery, type MissingData } from "./alert-settings.js";

/** A rule whose names are those of the schemas. */
export interface AlertRule {
  readonly name: string;
  readonly settings: AlertSettings;
  readonly watch: Watch;
  /** Conditions of the events whose share is taken. */
  readonly marks: readonly ColumnTest[] | undefined;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly forSeconds: number;
  readonly everySeconds: number;
  readonly minEvents: number;
  readonly missing: MissingData;
}

/**
 * The rules of a file, judged by the schemas.
 *
 * @param rules what `alertFileRule` accepts.
 */
export function resolveAlertRules(
  rules: Readonly<Record<string, AlertSettings>>,
  catalogue: Catalogue,
): { readonly rules: readonly AlertRule[]; readonly mistakes: readonly SettingMistake[] } {
  const resolver = new WatchResolver(catalogue);
  const resolved = Object.entries(rules).flatMap(([name, settings]): AlertRule[] => {
    const path = ["rules", name];
    const watch = resolver.resolve(settings, path);
    if (watch === undefined) return [];
    const { of, above, below, window, every = defaultEvery, minEvents = 1, missing = "ok" } = settings;
    const marks = of === undefined ? undefined : resolver.tests(of, watch.plan, [...path, "of"]);
    const limit = limitOf(above ?? below ?? 0, watch, [...path, above === undefined ? "below" : "above"], resolver);
    if (limit === undefined || (of !== undefined && marks === undefined)) return [];
    const spans = { windowSeconds: spanOf(window), forSeconds: spanOf(settings.for), everySeconds: spanOf(every) };
    return [{ name, settings, watch, marks, limit, ...spans, minEvents, missing }];
  });
  return { rules: resolved, mistakes: resolver.mistakes };
}

function spanOf(text: string | undefined): number {
  return text === undefined ? 0 : (parseSpan(text) ?? 0);
}

/** Whether a value is on the wrong side of the limit. */
export function isBeyond(value: number, { settings, limit }: Pick<AlertRule, "settings" | "limit">): boolean {
  return settings.above === undefined ? value < limit : value > limit;
}

/** What a rule takes, in words: `median of queue_duration`. */
export function takenText({ settings: { take, field, of, event, where } }: Pick<AlertRule, "settings">): string {
  const conditions = [where ?? []].flat().join(", ");
  const selected = conditions === "" ? "" : ` with ${conditions}`;
  if (take === "count") return `number of ${event} events${selected}`;
  if (take === "share") return `share of ${[of ?? []].flat().join(", ")} in ${event} events${selected}`;
  return `${take} of ${field ?? ""}${selected}`;
}

/** A value of a rule, or its limit, as people read it. */
export function alertValueText(value: number | undefined, { settings: { take }, watch }: AlertRule): string {
  if (value === undefined) return "no value";
  if (take === "share") return formatShare(value);
  return take === "count" ? formatNumber(value) : quantityText(value, watch.number?.field.unit);
}
