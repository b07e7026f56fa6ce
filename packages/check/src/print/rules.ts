import { changeCodes } from "@metric-events/compat";
import type { RuleText } from "@metric-events/text";
import type { FindingCode } from "../policy/finding.js";

const acceptBreak =
  "To accept the break, add an entry with a reason to check.ignore in metric-events.config.json (docs/compatibility.md)";

const verbs: Readonly<Record<string, string>> = { increased: "was raised", decreased: "was lowered" };

/** Codes of changes are made of a keyword and what happened to it: `minimum-increased`. */
function changeRule(code: string): RuleText {
  const [keyword = "", kind = ""] = code.split("-");
  return {
    description: `the keyword "${keyword}" ${verbs[kind] ?? `was ${kind}`}, and readers are affected`,
    help: `Each finding shows an event that one version writes and the other refuses. Keep accepting what was written; add a new field, or a new event, for what is new. ${acceptBreak}`,
  };
}

const presenceRule: RuleText = {
  description:
    "another field has the time or the name of an event, or a number became int64 or ceased to be, which no validator can see",
  help: "Readers with the old schema take another field for it, and programs that use an int64 have it as a bigint. Keep it as it is, or write another field or log",
};

const ownRules = {
  "annotation-added": presenceRule,
  "annotation-removed": presenceRule,
  "annotation-changed": {
    description: "the unit, kind, default or format of a field changed, which no validator can see",
    help: "Readers cannot tell old values from new ones. Add a field with another name, and deprecate this one",
  },
  "event-removed": {
    description: "an event was removed that logs still hold",
    help: `Keep the schema as long as logs hold the event, and mark it "deprecated": true. ${acceptBreak}`,
  },
  "field-renamed": {
    description: "an optional field is gone, and a similar one is new",
    help: "What reads the old name finds nothing from now on. Write both fields for a while, or tell the readers of the old one",
  },
  undecided: {
    description: "a change was neither proved compatible nor shown to break",
    help: "Write the schema in a way that can be decided, or name the event in check.allowUnknown",
  },
  unexplained: {
    description: "an event accepts different events now, and no single change explains it",
    help: "Split the change into smaller ones, and check each of them",
  },
  "missing-bump": {
    description: "the version of the package does not rise as the change requires",
    help: "Raise the version in package.json, or add a changeset",
  },
  "unreadable-lines": {
    description: "lines of a log would stop reading",
    help: "Keep accepting what these lines hold: they stay in the log",
  },
  "ignore-unused": {
    description: "an entry of check.ignore matches nothing",
    help: "Remove the entry, so that it does not hide a later break",
  },
  "ignore-expired": {
    description: "an entry of check.ignore has expired",
    help: "Fix the break, or set a later date",
  },
} as const satisfies Partial<Record<FindingCode, RuleText>>;

/** What code scanning shows next to the findings of each code. */
export const checkRules: Readonly<Record<string, RuleText>> = {
  ...Object.fromEntries(changeCodes.map((code) => [code, changeRule(code)])),
  ...ownRules,
};
