import {
  type Catalogue,
  didYouMean,
  fieldsNamed,
  findEvent,
  listNames,
  secondsPerUnit,
  suggest,
} from "@metric-events/runtime";
import { type SettingMistake, wrongSetting } from "@metric-events/runtime/settings";
import type { GroupField } from "../aggregate/grouping.js";
import { type EventPlan, type PlannedField, planEvent } from "../columns/event-plan.js";
import { groupFieldsOf } from "../group-fields.js";
import { ReportError } from "../report-error.js";
import type { PriceSettings } from "./prices-config.js";

/** Prices whose names are those of the schemas. */
export interface Prices {
  readonly currency: string;
  readonly plan: EventPlan;
  /** A measure of {@link plan}, in a unit of time. */
  readonly field: PlannedField;
  readonly secondsPerUnit: number;
  readonly by: GroupField;
  readonly perHour: ReadonlyMap<string, number>;
}

/**
 * Prices of a file, judged by the schemas.
 *
 * @param settings what `pricesFileRule` accepts.
 * @returns the prices, or the mistakes that only the schemas can tell.
 */
export function resolvePrices(
  settings: PriceSettings,
  catalogue: Catalogue,
): { readonly prices: Prices } | { readonly mistakes: readonly SettingMistake[] } {
  const plans = catalogue.definitions.map(planEvent);
  const plan = planOf(settings.event, plans, catalogue);
  if ("mistake" in plan) return { mistakes: [plan.mistake] };
  const field = fieldOf(settings.field, plan);
  const by = groupOf(settings.by, plan.eventName, catalogue);
  if ("mistake" in field || "mistake" in by) {
    return { mistakes: [field, by].flatMap((each) => ("mistake" in each ? [each.mistake] : [])) };
  }
  const { currency, perHour } = settings;
  const seconds = secondsPerUnit(field.unit) ?? 1;
  return { prices: { currency, plan, field, secondsPerUnit: seconds, by, perHour: new Map(Object.entries(perHour)) } };
}

type Or<Found> = Found | { readonly mistake: SettingMistake };

function planOf(name: string | undefined, plans: readonly EventPlan[], catalogue: Catalogue): Or<EventPlan> {
  if (name !== undefined) {
    const definition = findEvent(catalogue, name);
    return definition === undefined ? unknown("event", name, catalogue.eventNames) : planEvent(definition);
  }
  const [only, ...others] = plans.filter((plan) => plan.ends !== undefined && timesOf(plan).length > 0);
  if (only !== undefined && others.length === 0) return only;
  return missing(
    "event",
    only === undefined
      ? "no event ends another and has a measure of time; expected the name of an event with one"
      : `several events end another; expected one of ${listNames([only, ...others].map((plan) => plan.eventName))}`,
  );
}

function fieldOf(name: string | undefined, plan: EventPlan): Or<PlannedField> {
  const times = timesOf(plan);
  const paths = times.map(({ path }) => path);
  if (name !== undefined) {
    const [named, ...others] = fieldsNamed(name, times);
    return named !== undefined && others.length === 0 ? named : unknown("measure of time", name, paths, "field");
  }
  const spans = times.filter((field) => field.spans !== undefined && field.spans === plan.ends);
  const [only, ...others] = spans.length > 0 ? spans : times;
  if (only !== undefined && others.length === 0) return only;
  return missing(
    "field",
    only === undefined
      ? `${plan.eventName} has no measure of time`
      : `${plan.eventName} has several measures of time; expected one of ${listNames(paths)}`,
  );
}

function groupOf(name: string, eventName: string, catalogue: Catalogue): Or<GroupField> {
  try {
    const definitions = catalogue.definitions.filter((each) => each.eventName === eventName);
    const [only, ...others] = groupFieldsOf([name], definitions);
    if (only !== undefined && others.length === 0) return only;
    return { mistake: wrongSetting(["by"], `expected one dimension, received ${JSON.stringify(name)}`) };
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    return { mistake: wrongSetting(["by"], error.message) };
  }
}

function timesOf({ measures }: EventPlan): readonly PlannedField[] {
  return measures.filter(({ unit, isList }) => !isList && secondsPerUnit(unit) !== undefined);
}

function unknown(what: string, name: string, known: readonly string[], key = what): { mistake: SettingMistake } {
  const list = known.length === 0 ? `the event has no ${what}` : `expected one of ${listNames(known, name)}`;
  const hint = didYouMean(suggest(name, known), { otherwise: list });
  return { mistake: wrongSetting([key], `unknown ${what} ${JSON.stringify(name)}${hint}`) };
}

/** At the beginning of the file, since the key is not there. */
function missing(key: keyof PriceSettings, why: string): { mistake: SettingMistake } {
  return { mistake: { path: [], at: "value", message: `"${key}" is missing: ${why}` } };
}
