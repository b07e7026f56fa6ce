// Every command reads the config file: the names of changes come without the library that decides about them.
import { changeCodes } from "@metric-events/compat/change";
import {
  choiceRule,
  dayRule,
  listRule,
  mapRule,
  objectRule,
  type SettingRule,
  textRule,
  valueRule,
} from "@metric-events/runtime/settings";
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

const ignoreRules: Readonly<Record<keyof Ignore, SettingRule>> = {
  event: textRule("the name of an event"),
  code: choiceRule(
    [...changeCodes, "event-removed", "unreadable-lines"],
    "the code of a change, such as required-added",
  ),
  field: textRule("a field, such as status_info.code"),
  reason: textRule("why the break is accepted"),
  until: dayRule("A day such as 2027-03-31; the break is accepted until then."),
};

const rules: Readonly<Record<keyof CheckConfig, SettingRule>> = {
  against: listRule(textRule("a baseline such as git:tags")),
  mode: choiceRule(modes),
  events: mapRule("an object of modes by event", "The mode of single events, by name.", choiceRule(modes)),
  transitive: valueRule(
    "true or false",
    { description: "Whether to compare with every baseline, not only the newest.", type: "boolean" },
    (value) => typeof value === "boolean",
  ),
  ignore: listRule(objectRule("an object with event, code and reason", ignoreRules, ["event", "code", "reason"])),
  allowUnknown: listRule(textRule('the name of an event, or "*" for all')),
  bump: choiceRule(bumpPolicies),
  package: textRule("the path of a package.json"),
};

/** The section `check` of a config file. */
export const checkConfigRule: SettingRule = objectRule("an object", rules);
