// Every command reads the config file: the names of changes come without the library that decides about them.
import { changeCodes } from "@metric-events/compat/change";
import { didYouMean, suggest } from "@metric-events/runtime";
import { type BumpPolicy, bumpPolicies, type Ignore, type Mode, modes } from "./policy/policy.js";

/** The section `check` of the config file: the same as the flags, and the accepted breaks. */
export interface CheckConfig {
  readonly against?: readonly string[];
  readonly mode?: Mode;
  /** Modes of single events, by name. */
  readonly events?: Readonly<Record<string, Mode>>;
  readonly transitive?: boolean;
  readonly ignore?: readonly Ignore[];
  readonly allowUnknown?: readonly string[];
  readonly bump?: BumpPolicy;
  /** Path of the package.json whose version has to rise, relative to the config file. */
  readonly package?: string;
}

type Rule = (value: unknown, path: string) => readonly string[];

const ignoreRules: Readonly<Record<keyof Ignore, Rule>> = {
  event: text("the name of an event"),
  code: (value, path) => oneOf([...changeCodes, "event-removed", "unreadable-lines"])(value, path),
  field: text("a field, such as status_info.code"),
  reason: text("why the break is accepted"),
  until: (value, path) =>
    typeof value === "string" && isDay(value) ? [] : [expected(path, "a day such as 2027-03-31", value)],
};

const rules: Readonly<Record<keyof CheckConfig, Rule>> = {
  against: listOf(text("a baseline such as git:tags")),
  mode: oneOf(modes),
  events: (value, path) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([name, mode]) => oneOf(modes)(mode, `${path}.${name}`))
      : [expected(path, "an object of modes by event", value)],
  transitive: (value, path) => (typeof value === "boolean" ? [] : [expected(path, "true or false", value)]),
  ignore: listOf((value, path) =>
    isRecord(value)
      ? [...membersOf(value, path, ignoreRules), ...missing(value, path, ["event", "code", "reason"])]
      : [expected(path, "an object with event, code and reason", value)],
  ),
  allowUnknown: listOf(text('the name of an event, or "*" for all')),
  bump: oneOf(bumpPolicies),
  package: text("the path of a package.json"),
};

/** What is wrong with the section `check` of a config file, a sentence each. */
export function checkConfigMistakes(value: unknown): readonly string[] {
  if (!isRecord(value)) return [expected("check", "an object", value)];
  return membersOf(value, "check", rules);
}

function membersOf(value: object, path: string, known: Readonly<Record<string, Rule>>): string[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const rule = Object.hasOwn(known, key) ? known[key] : undefined;
    if (rule !== undefined) return [...rule(member, `${path}.${key}`)];
    const names = Object.keys(known);
    const hint = didYouMean(suggest(key, names), { otherwise: `expected ${names.join(", ")}` });
    return [`unknown key ${JSON.stringify(`${path}.${key}`)}${hint}`];
  });
}

function missing(value: object, path: string, keys: readonly string[]): string[] {
  return keys.filter((key) => !Object.hasOwn(value, key)).map((key) => `${JSON.stringify(path)}: "${key}" is missing`);
}

function listOf(rule: Rule): Rule {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((each, index) => rule(each, `${path}[${index}]`))
      : [expected(path, "a list", value)];
}

function oneOf(values: readonly string[]): Rule {
  return (value, path) => {
    if (typeof value === "string" && values.includes(value)) return [];
    const meant = typeof value === "string" ? suggest(value, values) : undefined;
    if (meant !== undefined) return [`${expected(path, "a known value", value)}${didYouMean(meant)}`];
    return [
      expected(path, values.length > 8 ? "the code of a change, such as required-added" : values.join(", "), value),
    ];
  };
}

function text(what: string): Rule {
  return (value, path) => (typeof value === "string" && value !== "" ? [] : [expected(path, what, value)]);
}

function expected(path: string, what: string, received: unknown): string {
  return `${JSON.stringify(path)}: expected ${what}, received ${JSON.stringify(received)}`;
}

/** Not for 2027-02-31, which Date takes for a day of March. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
