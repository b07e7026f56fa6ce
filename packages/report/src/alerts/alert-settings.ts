import {
  choiceRule,
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
import { limitRule } from "../objectives/objective-config.js";

/** A rule of alerts as its file says it. */
export interface AlertSettings {
  readonly description?: string;
  readonly event: string;
  readonly where?: string | readonly string[];
  readonly by?: string | readonly string[];
  /** What is made of the events in the window: `count`, `share`, or of a field `mean`, `median`, `p95` and the like, `min`, `max`, `sum`, `last`. */
  readonly take: string;
  /** What `take` is of; not for `count` and `share`. */
  readonly field?: string;
  /** Conditions of the events whose share is taken. */
  readonly of?: string | readonly string[];
  readonly above?: number | string;
  readonly below?: number | string;
  readonly window: string;
  /** How long the value has to be above or below, without a pause. Default: it fires at once. */
  readonly for?: string;
  /** Time between two looks. Default: `1m`. */
  readonly every?: string;
  /** Fewer events in the window give no value. Default: 1. */
  readonly minEvents?: number;
  /** What a window without a value means. Default: `ok`. */
  readonly missing?: MissingData;
}

export const missingChoices = ["ok", "fires", "keeps"] as const;

/** Whether a window without a value is in order, fires, or is as the one before. */
export type MissingData = (typeof missingChoices)[number];

export const defaultEvery = "1m";
const longest = 31 * 86_400;

const spanRule = (what: string, least: number, description: string): SettingRule =>
  valueRule(
    `${what} from ${least === 10 ? "10s" : "1s"} to 31d, such as 30m`,
    { description, type: "string", pattern: "^\\d+(\\.\\d+)?[smhdw]$" },
    (value) => {
      const seconds = typeof value === "string" ? parseSpan(value) : undefined;
      return seconds !== undefined && seconds >= least && seconds <= longest;
    },
  );

const takes = "count, share, mean, median, p95 and the like, min, max, sum or last";

const settings: Readonly<Record<keyof AlertSettings, SettingRule>> = {
  description: textRule("what to do about it"),
  event: textRule("the name of an event"),
  where: oneOrSeveral(textRule("a condition on the events to look at, such as repo~acme/")),
  by: oneOrSeveral(textRule("a dimension, or host: each of its values fires by itself")),
  take: valueRule(
    takes,
    {
      description: `What is made of the events in the window: ${takes}.`,
      type: "string",
      pattern: "^(count|share|mean|median|min|max|sum|last|p\\d{1,2}(\\.\\d+)?)$",
      examples: ["count", "share", "mean", "median", "p95", "min", "max", "sum", "last"],
    },
    (value) =>
      typeof value === "string" && /^(?:count|share|mean|median|min|max|sum|last|p\d{1,2}(?:\.\d+)?)$/.test(value),
  ),
  field: textRule("a measure or count, such as queue_duration"),
  of: oneOrSeveral(textRule("a condition of the events whose share is taken, such as status=abnormal")),
  above: limitRule("a limit: it fires when the value is more"),
  below: limitRule("a limit: it fires when the value is less"),
  window: spanRule("a time", 1, "The time before each look whose events count."),
  for: spanRule(
    "a time",
    1,
    "How long the value has to be above or below at each look. Default: it fires at the first.",
  ),
  every: spanRule("a time", 10, `Time between two looks. Default: ${defaultEvery}.`),
  minEvents: valueRule(
    "a whole number of at least 1",
    { description: "Fewer events in the window give no value. Default: 1.", type: "integer", minimum: 1 },
    (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  ),
  missing: choiceRule(missingChoices),
};

const alertRule = objectRule("an object with event, take, above or below, and window", settings, [
  "event",
  "take",
  "window",
]);

/** A file of rules: `{ "rules": { … } }`. */
export const alertFileRule: SettingRule = objectRule(
  'an object such as {"rules": {}}',
  {
    $schema: textRule("the JSON Schema of this file"),
    rules: mapRule("an object of rules by name", "What `metric-events alert` checks, by name.", {
      schema: alertRule.schema,
      mistakes(value, path) {
        const mistakes = alertRule.mistakes(value, path);
        return mistakes.length > 0 ? mistakes : mismatches(value as AlertSettings, path);
      },
    }),
  },
  ["rules"],
);

/** Members that belong together, or exclude each other. */
function mismatches(rule: AlertSettings, path: SettingMistake["path"]): SettingMistake[] {
  const { take, field, of, above, below } = rule;
  const needsField = take !== "count" && take !== "share";
  const quoted = JSON.stringify(take);
  return [
    ...((above === undefined) === (below === undefined)
      ? [wrongSetting(path, `expected one of "above" and "below", received ${above === undefined ? "none" : "both"}`)]
      : []),
    ...(needsField && field === undefined ? [wrongSetting(path, `"field" is missing: what ${quoted} is of`)] : []),
    ...(!needsField && field !== undefined
      ? [wrongSetting([...path, "field"], `${quoted} is of events, not of a field`, "key")]
      : []),
    ...(take === "share" && of === undefined
      ? [wrongSetting(path, '"of" is missing: which events "share" is of')]
      : []),
    ...(take !== "share" && of !== undefined
      ? [wrongSetting([...path, "of"], '"of" belongs to "share"; "where" selects events', "key")]
      : []),
    ...(take === "share" ? noShares(rule, path) : []),
    ...(take === "count" ? idleForCount(rule, path) : []),
  ];
}

/** The limit of a share is one. */
function noShares(rule: AlertSettings, path: SettingMistake["path"]): SettingMistake[] {
  return (["above", "below"] as const).flatMap((key) => {
    const limit = rule[key];
    if (typeof limit !== "number" || (limit >= 0 && limit <= 1)) return [];
    return [wrongSetting([...path, key], `expected a share from 0 to 1, such as 0.5 for half, received ${limit}`)];
  });
}

/** A count always has a value. */
function idleForCount(rule: AlertSettings, path: SettingMistake["path"]): SettingMistake[] {
  return (["minEvents", "missing"] as const).flatMap((key) => {
    if (rule[key] === undefined) return [];
    const message = `"${key}" does not go with "count": a window without events has the count 0; remove it`;
    return [wrongSetting([...path, key], message, "key")];
  });
}
