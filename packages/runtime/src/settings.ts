import { isRecord } from "./record.js";
// What a file of settings may say: for people, as messages with a place, and for editors, as a JSON Schema.
import { didYouMean, suggest } from "./suggest.js";

/** One mistake in a file of settings. */
export interface SettingMistake {
  /** Names and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  /** Whether the key is wrong, or the value. */
  readonly at: "key" | "value";
  readonly message: string;
}

type SettingPath = SettingMistake["path"];

/** What a value must be: for people, and as a JSON Schema for editors. */
export interface SettingRule {
  readonly schema: object;
  readonly mistakes: (value: unknown, path: SettingPath) => readonly SettingMistake[];
}

/** The rules of the members of an object. */
export type SettingRules = Readonly<Record<string, SettingRule>>;

/**
 * An object with these members and no others.
 *
 * @param what the object in words, for messages: `an object with event, code and reason`.
 */
export function objectRule(what: string, members: SettingRules, required: readonly string[] = []): SettingRule {
  const properties = Object.fromEntries(Object.entries(members).map(([name, { schema }]) => [name, schema]));
  return {
    schema: {
      type: "object",
      properties,
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    },
    mistakes: (value, path) =>
      isRecord(value)
        ? [...membersOf(value, path, members), ...missing(value, path, required)]
        : [expectedSetting(path, what, value)],
  };
}

/** An object whose members have any name but the empty one. */
export function mapRule(what: string, description: string, member: SettingRule): SettingRule {
  return {
    schema: { description, type: "object", propertyNames: { minLength: 1 }, additionalProperties: member.schema },
    mistakes: (value, path) =>
      isRecord(value)
        ? Object.entries(value).flatMap(([name, each]) =>
            name === ""
              ? [{ path: [...path, name], at: "key" as const, message: `${shownPath(path)}: a name is empty` }]
              : member.mistakes(each, [...path, name]),
          )
        : [expectedSetting(path, what, value)],
  };
}

/** A list of at least `minItems` such values. */
export function listRule(rule: SettingRule, minItems = 0): SettingRule {
  return {
    schema: { type: "array", items: rule.schema, ...(minItems === 0 ? {} : { minItems }) },
    mistakes: (value, path) =>
      Array.isArray(value) && value.length >= minItems
        ? value.flatMap((each, index) => rule.mistakes(each, [...path, index]))
        : [expectedSetting(path, minItems === 0 ? "a list" : `a list of at least ${minItems}`, value)],
  };
}

/** One value, or a list of some. */
export function oneOrSeveral(rule: SettingRule): SettingRule {
  const list = listRule(rule, 1);
  return {
    schema: { anyOf: [rule.schema, list.schema] },
    mistakes: (value, path) => (Array.isArray(value) ? list : rule).mistakes(value, path),
  };
}

/**
 * One of some texts.
 *
 * @param what the texts in words, where they are too many for a message. Default: their list.
 */
export function choiceRule(values: readonly string[], what = values.join(", ")): SettingRule {
  return {
    schema: { enum: values },
    mistakes(value, path) {
      if (typeof value === "string" && values.includes(value)) return [];
      const meant = typeof value === "string" ? suggest(value, values) : undefined;
      if (meant === undefined) return [expectedSetting(path, what, value)];
      const { message, ...place } = expectedSetting(path, "a known value", value);
      return [{ ...place, message: `${message}${didYouMean(meant)}` }];
    },
  };
}

/** A text that is not empty. */
export function textRule(what: string): SettingRule {
  return {
    schema: { description: `${what.charAt(0).toUpperCase()}${what.slice(1)}.`, type: "string", minLength: 1 },
    mistakes: (value, path) => (typeof value === "string" && value !== "" ? [] : [expectedSetting(path, what, value)]),
  };
}

/** A day such as 2027-03-31. */
export function dayRule(description: string): SettingRule {
  const schema = { description, type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" };
  return valueRule("a day such as 2027-03-31", schema, (value) => typeof value === "string" && isDay(value));
}

/** Not for 2027-02-31, which Date takes for a day of March. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** A value that a test accepts. */
export function valueRule(what: string, schema: object, accepts: (value: unknown) => boolean): SettingRule {
  return { schema, mistakes: (value, path) => (accepts(value) ? [] : [expectedSetting(path, what, value)]) };
}

/** The mistake of a value that should be another. */
export function expectedSetting(path: SettingPath, what: string, received: unknown): SettingMistake {
  const message = `${shownPath(path)}: expected ${what}, received ${JSON.stringify(received)}`;
  return { path, at: "value", message };
}

/** The mistake of a value, in other words. */
export function wrongSetting(path: SettingPath, what: string, at: "key" | "value" = "value"): SettingMistake {
  return { path, at, message: `${shownPath(path)}: ${what}` };
}

function membersOf(value: object, path: SettingPath, known: SettingRules): SettingMistake[] {
  return Object.entries(value).flatMap(([key, member]): readonly SettingMistake[] => {
    const rule = Object.hasOwn(known, key) ? known[key] : undefined;
    const here = [...path, key];
    if (rule !== undefined) return rule.mistakes(member, here);
    const names = Object.keys(known);
    const hint = didYouMean(suggest(key, names), { otherwise: `expected ${names.join(", ")}` });
    return [{ path: here, at: "key", message: `unknown key ${shownPath(here)}${hint}` }];
  });
}

function missing(value: object, path: SettingPath, keys: readonly string[]): SettingMistake[] {
  return keys
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ path, at: "value", message: `${shownPath(path)}: "${key}" is missing` }));
}

/** `"check.ignore[0].code"` */
function shownPath(path: SettingPath): string {
  const parts = path.map((part, index) =>
    typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`,
  );
  return JSON.stringify(parts.join(""));
}
