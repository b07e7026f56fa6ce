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

/** One mistake in a config file. */
export interface ConfigMistake {
  /** Names and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  /** Whether the key is wrong, or the value. */
  readonly at: "key" | "value";
  readonly message: string;
}

type Path = ConfigMistake["path"];

/** What a value must be: for people, and as a JSON Schema for editors. */
interface Rule {
  readonly schema: object;
  readonly mistakes: (value: unknown, path: Path) => readonly ConfigMistake[];
}

const ignoreRules: Readonly<Record<keyof Ignore, Rule>> = {
  event: text("the name of an event"),
  code: oneOf([...changeCodes, "event-removed", "unreadable-lines"]),
  field: text("a field, such as status_info.code"),
  reason: text("why the break is accepted"),
  until: {
    schema: {
      description: "A day such as 2027-03-31; the break is accepted until then.",
      type: "string",
      pattern: "^\\d{4}-\\d{2}-\\d{2}$",
    },
    mistakes: (value, path) =>
      typeof value === "string" && isDay(value) ? [] : [expected(path, "a day such as 2027-03-31", value)],
  },
};

const ignoreRequired = ["event", "code", "reason"] as const;

const rules: Readonly<Record<keyof CheckConfig, Rule>> = {
  against: listOf(text("a baseline such as git:tags")),
  mode: oneOf(modes),
  events: {
    schema: {
      description: "The mode of single events, by name.",
      type: "object",
      additionalProperties: { enum: modes },
    },
    mistakes: (value, path) =>
      isRecord(value)
        ? Object.entries(value).flatMap(([name, mode]) => oneOf(modes).mistakes(mode, [...path, name]))
        : [expected(path, "an object of modes by event", value)],
  },
  transitive: {
    schema: { description: "Whether to compare with every baseline, not only the newest.", type: "boolean" },
    mistakes: (value, path) => (typeof value === "boolean" ? [] : [expected(path, "true or false", value)]),
  },
  ignore: listOf({
    schema: { ...objectSchema(ignoreRules), required: ignoreRequired },
    mistakes: (value, path) =>
      isRecord(value)
        ? [...membersOf(value, path, ignoreRules), ...missing(value, path, ignoreRequired)]
        : [expected(path, "an object with event, code and reason", value)],
  }),
  allowUnknown: listOf(text('the name of an event, or "*" for all')),
  bump: oneOf(bumpPolicies),
  package: text("the path of a package.json"),
};

/** The section `check` of a config file, as a JSON Schema. */
export const checkConfigSchema: object = objectSchema(rules);

/** What is wrong with the section `check` of a config file. */
export function checkConfigMistakes(value: unknown): readonly ConfigMistake[] {
  if (!isRecord(value)) return [expected(["check"], "an object", value)];
  return membersOf(value, ["check"], rules);
}

function membersOf(value: object, path: Path, known: Readonly<Record<string, Rule>>): ConfigMistake[] {
  return Object.entries(value).flatMap(([key, member]): readonly ConfigMistake[] => {
    const rule = Object.hasOwn(known, key) ? known[key] : undefined;
    const here = [...path, key];
    if (rule !== undefined) return rule.mistakes(member, here);
    const names = Object.keys(known);
    const hint = didYouMean(suggest(key, names), { otherwise: `expected ${names.join(", ")}` });
    return [{ path: here, at: "key", message: `unknown key ${shown(here)}${hint}` }];
  });
}

function objectSchema(members: Readonly<Record<string, Rule>>): object {
  const properties = Object.fromEntries(Object.entries(members).map(([name, { schema }]) => [name, schema]));
  return { type: "object", properties, additionalProperties: false };
}

function missing(value: object, path: Path, keys: readonly string[]): ConfigMistake[] {
  return keys
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ path, at: "value", message: `${shown(path)}: "${key}" is missing` }));
}

function listOf(rule: Rule): Rule {
  return {
    schema: { type: "array", items: rule.schema },
    mistakes: (value, path) =>
      Array.isArray(value)
        ? value.flatMap((each, index) => rule.mistakes(each, [...path, index]))
        : [expected(path, "a list", value)],
  };
}

function oneOf(values: readonly string[]): Rule {
  return {
    schema: { enum: values },
    mistakes(value, path) {
      if (typeof value === "string" && values.includes(value)) return [];
      const meant = typeof value === "string" ? suggest(value, values) : undefined;
      if (meant === undefined) {
        const what = values.length > 8 ? "the code of a change, such as required-added" : values.join(", ");
        return [expected(path, what, value)];
      }
      const { message, ...place } = expected(path, "a known value", value);
      return [{ ...place, message: `${message}${didYouMean(meant)}` }];
    },
  };
}

function text(what: string): Rule {
  return {
    schema: { description: `${what.charAt(0).toUpperCase()}${what.slice(1)}.`, type: "string", minLength: 1 },
    mistakes: (value, path) => (typeof value === "string" && value !== "" ? [] : [expected(path, what, value)]),
  };
}

function expected(path: Path, what: string, received: unknown): ConfigMistake {
  const message = `${shown(path)}: expected ${what}, received ${JSON.stringify(received)}`;
  return { path, at: "value", message };
}

/** `"check.ignore[0].code"` */
function shown(path: Path): string {
  const parts = path.map((part, index) =>
    typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`,
  );
  return JSON.stringify(parts.join(""));
}

/** Not for 2027-02-31, which Date takes for a day of March. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
