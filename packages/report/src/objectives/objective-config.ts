// Every command reads the config file, so this knows nothing of reports.
import {
  mapRule,
  objectRule,
  oneOrSeveral,
  type SettingMistake,
  type SettingRule,
  textRule,
  valueRule,
  wrongSetting,
} from "@metric-events/runtime/settings";
import { parseSpan } from "@metric-events/text";

/** An objective as the config file says it: which share of which events has to be good. */
export interface ObjectiveSettings {
  readonly description?: string;
  readonly event: string;
  /** Conditions: only the events that satisfy them count. */
  readonly where?: string | readonly string[];
  /** A measure or count; events without it do not count. */
  readonly field?: string;
  /** An event is good when the field is less than this: a number in its unit, or a duration such as `90s` for seconds. */
  readonly below?: number | string;
  /** An event is good when the field is more than this. */
  readonly above?: number | string;
  /** Conditions of good events, in place of a field and its limit. */
  readonly good?: string | readonly string[];
  /** The share of events that have to be good: more than 0, less than 1. */
  readonly share: number;
  /** Dimensions, or `host`: each of their values has to meet the objective. */
  readonly by?: string | readonly string[];
  /** The time that the error budget is for. Default: `28d`. */
  readonly window?: string;
}

/** Counts are kept by this many seconds. */
export const cellSeconds = 900;
export const defaultWindow = "28d";
const longestWindow = 400 * 86_400;

/** A limit of a field. */
export function limitRule(what: string): SettingRule {
  return valueRule(
    `${what}, such as 60 or "1m"`,
    {
      description: `${what.charAt(0).toUpperCase()}${what.slice(1)}: in the unit of the field; for seconds, a duration such as "90s" or "30m" too.`,
      anyOf: [{ type: "number" }, { type: "string", pattern: "^\\d+(\\.\\d+)?[smhdw]$" }],
    },
    (value) => (typeof value === "string" ? parseSpan(value) !== undefined : Number.isFinite(value)),
  );
}

const settings: Readonly<Record<keyof ObjectiveSettings, SettingRule>> = {
  description: textRule("what the objective is for"),
  event: textRule("the name of an event"),
  where: oneOrSeveral(textRule("a condition on the events that count, such as github_event=push")),
  field: textRule("a measure or count, such as queue_duration"),
  below: limitRule("a limit that good values are less than"),
  above: limitRule("a limit that good values are more than"),
  good: oneOrSeveral(textRule("a condition that good events satisfy, such as job_conclusion=success")),
  share: valueRule(
    "a number more than 0 and less than 1, such as 0.95 (1 leaves no error budget)",
    {
      description: "The share of events that have to be good.",
      type: "number",
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
    },
    (value) => typeof value === "number" && value > 0 && value < 1,
  ),
  by: oneOrSeveral(textRule("a dimension, such as flavor, or host")),
  window: valueRule(
    "a time from 1h to 400d in quarters of an hour, such as 7d or 28d",
    {
      description: `The time that the error budget is for, such as 7d. Default: ${defaultWindow}.`,
      type: "string",
      pattern: "^\\d+(\\.\\d+)?[smhdw]$",
    },
    (value) => typeof value === "string" && isWindow(parseSpan(value)),
  ),
};

const objectiveRule = objectRule("an object with event, field, below and share", settings, ["event", "share"]);

/** The section `objectives` of the config file. */
export const objectivesConfigRule: SettingRule = mapRule(
  "an object of objectives by name",
  "What should hold of the events; `metric-events report` opens with it.",
  {
    schema: objectiveRule.schema,
    mistakes(value, path) {
      const mistakes = objectiveRule.mistakes(value, path);
      return mistakes.length > 0 ? mistakes : goodMistakes(value as ObjectiveSettings, path);
    },
  },
);

/** An objective says in one way which events are good. */
function goodMistakes(
  { field, below, above, good }: ObjectiveSettings,
  path: SettingMistake["path"],
): SettingMistake[] {
  const ways = [below, above, good].filter((each) => each !== undefined).length;
  if (ways !== 1)
    return [wrongSetting(path, `expected one of "below", "above" and "good", received ${ways === 0 ? "none" : ways}`)];
  if (good === undefined && field === undefined)
    return [wrongSetting(path, '"field" is missing: what "below" and "above" are about')];
  if (good !== undefined && field !== undefined)
    return [wrongSetting([...path, "field"], '"field" belongs to "below" and "above"; "good" names its fields', "key")];
  return [];
}

function isWindow(seconds: number | undefined): boolean {
  return seconds !== undefined && seconds >= 3600 && seconds <= longestWindow && seconds % cellSeconds === 0;
}
