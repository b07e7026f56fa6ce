import { hostConditions, parseConditions, SelectionError, testsByField } from "@metric-events/reader";
import { type Catalogue, didYouMean, fieldsNamed, findEvent, listNames, suggest } from "@metric-events/runtime";
import { type SettingMistake, wrongSetting } from "@metric-events/runtime/settings";
import type { GroupField } from "../aggregate/grouping.js";
import { type EventPlan, type PlannedField, planEvent } from "../columns/event-plan.js";
import { groupFieldsOf } from "../group-fields.js";
import { ReportError } from "../report-error.js";
import { type ColumnTest, columnTests } from "./row-test.js";

/** Which events a rule looks at, as its settings say: an objective, or an alert. */
export interface WatchSettings {
  readonly event: string;
  /** Conditions, such as `status=normal`: only the events that satisfy them. */
  readonly where?: string | readonly string[];
  /** A measure or count. */
  readonly field?: string;
  /** Dimensions, or `host`: each of their values is a group of its own. */
  readonly by?: string | readonly string[];
}

/** A column of events, and its field. */
interface Column {
  readonly field: PlannedField;
  readonly index: number;
}

/** What a rule looks at, in the columns of an event. */
export interface Watch {
  readonly plan: EventPlan;
  readonly where: readonly ColumnTest[];
  readonly number: Column | undefined;
  /** What its events are grouped by: dimensions, or the host. */
  readonly by: readonly GroupField[];
}

type SettingPath = SettingMistake["path"];

/** Collects the mistakes that only the schemas can tell. */
export class WatchResolver {
  readonly mistakes: SettingMistake[] = [];
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /**
   * @param path where the settings are.
   * @returns `undefined` after a mistake.
   */
  resolve(settings: WatchSettings, path: SettingPath): Watch | undefined {
    const before = this.mistakes.length;
    const definition = findEvent(this.#catalogue, settings.event);
    if (definition === undefined) {
      this.#unknown([...path, "event"], "event", settings.event, this.#catalogue.eventNames);
      return undefined;
    }
    const plan = planEvent(definition);
    const where = this.tests(settings.where ?? [], plan, [...path, "where"]);
    const numbers = [...plan.measures, ...plan.counts];
    const number =
      settings.field === undefined
        ? undefined
        : this.#column(settings.field, numbers, "measure or count", [...path, "field"]);
    const by = settingTexts(settings.by ?? []).flatMap((name, index) => {
      const here = [...path, "by", ...(Array.isArray(settings.by) ? [index] : [])];
      try {
        return groupFieldsOf([name], [definition]);
      } catch (error) {
        if (!(error instanceof ReportError)) throw error;
        this.mistakes.push(wrongSetting(here, error.message));
        return [];
      }
    });
    if (this.mistakes.length > before || where === undefined) return undefined;
    return { plan, where, number, by };
  }

  /** Tests for conditions of an event. */
  tests(conditions: string | readonly string[], plan: EventPlan, path: SettingPath): readonly ColumnTest[] | undefined {
    const before = this.mistakes.length;
    const parsed = settingTexts(conditions).flatMap((condition, index) => {
      const here = Array.isArray(conditions) ? [...path, index] : path;
      try {
        return parseConditions([condition], [plan.eventName], this.#catalogue);
      } catch (error) {
        if (!(error instanceof SelectionError)) throw error;
        this.mistakes.push(wrongSetting(here, error.message));
        return [];
      }
    });
    if (this.mistakes.length > before) return undefined;
    const found = columnTests(testsByField(parsed), plan, hostConditions(this.#catalogue));
    if (!("unknown" in found)) return found;
    const allowed = [...plan.measures, ...plan.counts, ...plan.dimensions, ...plan.identifiers];
    const message = `a condition here is about a measure, count, dimension, identifier or the host, which ${found.unknown} is not; expected one of ${listNames([...allowed.map((each) => each.path), plan.host?.path ?? "host"])}`;
    this.mistakes.push(wrongSetting(path, message));
    return undefined;
  }

  #column(name: string, fields: readonly PlannedField[], what: string, path: SettingPath): Column | undefined {
    const [named, ...others] = fieldsNamed(name, fields);
    if (named !== undefined && others.length === 0) return { field: named, index: fields.indexOf(named) };
    this.#unknown(
      path,
      what,
      name,
      fields.map((each) => each.path),
    );
    return undefined;
  }

  #unknown(path: SettingPath, what: string, name: string, known: readonly string[]): void {
    const list = known.length === 0 ? `the event has no ${what}` : `expected one of ${listNames(known, name)}`;
    const hint = didYouMean(suggest(name, known), { otherwise: list });
    this.mistakes.push(wrongSetting(path, `unknown ${what} ${JSON.stringify(name)}${hint}`));
  }
}

export function settingTexts(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
