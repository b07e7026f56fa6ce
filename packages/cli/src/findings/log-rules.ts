import type { FaultCode, LogErrorCode } from "@metric-events/reader";
import type { IssueCode, SuspectCode } from "@metric-events/runtime";
import type { RuleText } from "@metric-events/text";

const writerHelp = "Fix the writer, or change the schema if the value is right";

function keyword(description: string): RuleText {
  return { description, help: writerHelp };
}

const issueRules: Readonly<Record<IssueCode, RuleText>> = {
  "not-json": {
    description: "the line is not JSON",
    help: "Look for what else writes to this log, and for writers that were killed",
  },
  "pattern-steps": {
    description: "a text is too long for the pattern that judges it",
    help: "Write the pattern with fewer or smaller repetitions, or shorter texts",
  },
  "unknown-event": {
    description: "no schema describes the event",
    help: "Name the folder of the schemas of this log with --schemas, or add a schema for the event",
  },
  undeclared: { description: "the schema does not declare the field", help: "Declare it, or leave it out" },
  required: keyword("a required field is missing"),
  type: keyword("a value has the wrong type"),
  const: keyword("a value is not the one that the schema requires"),
  enum: keyword("a value is not one of those that the schema lists"),
  minimum: keyword("a number is too small"),
  maximum: keyword("a number is too large"),
  exclusiveMinimum: keyword("a number is too small"),
  exclusiveMaximum: keyword("a number is too large"),
  multipleOf: keyword("a number is not a multiple of what the schema says"),
  minLength: keyword("a text is too short"),
  maxLength: keyword("a text is too long"),
  pattern: keyword("a text does not match the pattern"),
  minItems: keyword("a list has too few elements"),
  maxItems: keyword("a list has too many elements"),
  uniqueItems: keyword("a list has equal elements"),
  contains: keyword("a list lacks an element that it must have"),
  minProperties: keyword("an object has too few fields"),
  maxProperties: keyword("an object has too many fields"),
  propertyNames: keyword("a field has a name that is not allowed"),
  dependentRequired: keyword("a field lacks another one that must come with it"),
  unevaluatedItems: keyword("a list has elements that the schema does not describe"),
  anyOf: keyword("a value fits none of the alternatives"),
  oneOf: keyword("a value does not fit exactly one of the alternatives"),
  not: keyword("a value is one that the schema excludes"),
  if: keyword("a condition of the schema is not met"),
  "false schema": keyword("the schema allows nothing here"),
};

const faultRules: Readonly<Record<Exclude<FaultCode, "invalid" | IssueCode>, RuleText>> = {
  torn: {
    description: "the line ends within a value: its writer was cut off",
    help: "Look for writers that were killed, and for full disks",
  },
  glued: {
    description: "two events share a line",
    help: "A newline is missing: let each writer append whole lines in one call",
  },
  "not-finite": { description: "NaN and Infinity are not JSON", help: "Fix the writer: leave the field out instead" },
  "duplicate-key": {
    description: "an object has the same name twice, and readers disagree on which value counts",
    help: "Fix the writer: write each name once",
  },
  "inexact-number": {
    description: "no 64-bit float holds a number, so readers take it for another one",
    help: "Log it as a string, or with fewer digits",
  },
  "not-utf8": { description: "the line is not UTF-8", help: "Fix the writer: logs are UTF-8" },
  nul: {
    description: "the line holds NUL bytes",
    help: "A crash of the machine or its disk leaves them; remove the line",
  },
  "too-deep": {
    description: "the line nests objects and arrays too deeply to be read",
    help: "Fix the writer: log flatter values",
  },
  "too-long": { description: "the line is too long to be read", help: "Look for what else writes to this log" },
};

const unreadRules: Readonly<Record<LogErrorCode, RuleText>> = {
  unreadable: { description: "the log cannot be read", help: "Check its path and its permissions" },
  "cut-short": { description: "the compressed log ends too early", help: "Copy or compress it again" },
  corrupt: { description: "the compressed log is damaged", help: "Restore it from another copy" },
  "trailing-data": {
    description: "the compressed log is followed by bytes that are not part of it",
    help: "All of the log was read; compress it again to get rid of the rest",
  },
  shrunk: {
    description: "the log became shorter while it was read",
    help: "Rotate by renaming, without copytruncate (metric-events logrotate check)",
  },
};

const leftOut = "report leaves it out of its figures";

const suspectRules: Readonly<Record<SuspectCode, RuleText>> = {
  future: {
    description: "a valid event is dated in the future",
    help: `Set the clock of its host, or write the time in the unit of the schema; ${leftOut}`,
  },
  "unset-clock": {
    description: "a valid event is dated before 1971, where a clock that was never set begins",
    help: `Set the clock of its host before the writer starts; ${leftOut}`,
  },
  "unix-time": {
    description: "a duration is a Unix time",
    help: `Let the writer subtract the moment at which it began to measure; ${leftOut}`,
  },
  impossible: {
    description: 'a number is greater than the "expectedMaximum" of its schema',
    help: `Fix the writer, or raise "expectedMaximum" if the value is right; ${leftOut}`,
  },
};

/** What code scanning shows next to the findings of `validate`. */
export const logRules: Readonly<Record<string, RuleText>> = {
  ...issueRules,
  ...faultRules,
  ...unreadRules,
  ...suspectRules,
};
