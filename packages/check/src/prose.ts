import type { Reason } from "@metric-events/compat";
import { formatIssue } from "@metric-events/runtime";
import { formatOfPattern } from "@metric-events/schema";
import { count } from "@metric-events/text";
import type { LocatedChange } from "./compare/located-change.js";
import type { BreakFinding, BrokenDirection, Finding, FindingCode } from "./policy/finding.js";
import type { Direction } from "./policy/policy.js";

/** A change as a clause about its field: `"idle": minimum raised from 0 to 1`. */
export function describeChange(change: LocatedChange): string {
  const { field } = change;
  return `${field === "" ? "the event" : JSON.stringify(field)}${clauseOf(change)}`;
}

function clauseOf({ code, params, within }: LocatedChange): string {
  const [subject = "", kind = ""] = code.split("-");
  // Inside these, a stricter rule may accept more: only the change itself is described.
  if (within !== undefined) return `: ${contexts[within]}${plainClause(subject, kind, params)}`;
  switch (code) {
    case "required-added":
      return " is required now";
    case "required-removed":
      return " is no longer required";
    case "properties-added":
      return " is new";
    case "properties-removed":
      return " is no longer declared";
    case "additionalProperties-added":
    case "additionalProperties-narrowed":
    case "unevaluatedProperties-added":
    case "unevaluatedProperties-narrowed":
      return ": undeclared fields are restricted";
    case "additionalProperties-removed":
    case "additionalProperties-widened":
    case "unevaluatedProperties-removed":
    case "unevaluatedProperties-widened":
      return ": undeclared fields are allowed";
    case "uniqueItems-added":
      return ": items have to differ";
    case "uniqueItems-removed":
      return ": items may be equal";
    case "patternProperties-added":
      return `: names that match ${JSON.stringify(params.name)} are described now`;
    case "patternProperties-removed":
      return `: names that match ${JSON.stringify(params.name)} are no longer described`;
    case "if-added":
    case "if-removed":
      return `: a condition ${kind}`;
    case "allOf-narrowed":
    case "allOf-widened":
    case "allOf-changed":
    case "anyOf-narrowed":
    case "anyOf-widened":
    case "anyOf-changed":
    case "oneOf-narrowed":
    case "oneOf-widened":
    case "oneOf-changed":
      return `: ${subject} ${branches(params)}`;
    case "annotation-added":
    case "annotation-changed":
    case "annotation-removed":
      return `: ${params.name} ${movement(kind, params)}`;
    case "enum-narrowed":
      return `: ${values(params.removed)} no longer allowed`;
    case "enum-widened":
      return `: ${values(params.added)} allowed as well`;
    case "enum-changed":
      return `: ${values(params.removed)} no longer allowed, ${values(params.added)} allowed instead`;
    default:
      return `: ${subject} ${movement(kind, params)}`;
  }
}

const contexts = { not: "in an exclusion, ", if: "in a condition, ", propertyNames: "of its names, " } as const;

/** `enum widened from ["a"] to ["a","b"]`, `required "y" added`. */
function plainClause(subject: string, kind: string, params: LocatedChange["params"]): string {
  const isNamed = params.name !== undefined && params.baseline === undefined && params.candidate === undefined;
  return isNamed ? `${subject} ${JSON.stringify(params.name)} ${kind}` : `${subject} ${movement(kind, params)}`;
}

/** `branch 2 added`, `branches 1, 3 removed`; counted from 1. */
function branches({ added = [], removed = [] }: LocatedChange["params"]): string {
  const counted = [
    { list: removed, verb: "removed" },
    { list: added, verb: "added" },
  ];
  return counted
    .filter(({ list }) => list.length > 0)
    .map(({ list, verb }) => {
      const positions = list.map((index) => Number(index) + 1).join(", ");
      return `${list.length === 1 ? "branch" : "branches"} ${positions} ${verb}`;
    })
    .join(", ");
}

/** `raised from 0 to 1`, `changed from "a" to "b"`, `added`. */
function movement(kind: string, { baseline, candidate, name }: LocatedChange["params"]): string {
  const before = baseline === undefined ? undefined : shown(baseline);
  const after = candidate === undefined ? undefined : shown(candidate);
  const verbs: Readonly<Record<string, string>> = { increased: "raised", decreased: "lowered" };
  const verb = verbs[kind] ?? kind;
  if (before !== undefined && after !== undefined) {
    const earlier = name?.startsWith("minimum") || name?.startsWith("maximum") || name?.startsWith("exclusive");
    return `${verb} from ${earlier ? `${name} ` : ""}${before} to ${after}`;
  }
  if (after !== undefined) return `${after} ${verb}`;
  return before === undefined ? verb : `${before} ${verb}`;
}

/** A pattern that stands for a format is longer than anyone reads. */
function shown(value: unknown): string {
  const format = typeof value === "string" ? formatOfPattern(value) : undefined;
  return format === undefined ? JSON.stringify(value) : `of the format ${JSON.stringify(format)}`;
}

function values(list: LocatedChange["params"]["added"]): string {
  return (list ?? []).map((value) => JSON.stringify(value)).join(", ");
}

/** What a finding is, in one sentence. */
export function findingHeadline(finding: Finding): string {
  switch (finding.kind) {
    case "break":
      return `${finding.eventName}: ${breakHeadline(finding)}`;
    case "meaning":
      return `${finding.eventName}: ${finding.changes.map(describeChange).join("; ")}`;
    case "undecided":
      return `${finding.eventName}: cannot be decided: ${finding.reasons.map(describeReason).join("; ")}`;
    case "bump": {
      const { required, received, baselineVersion, candidateVersion } = finding.bump;
      const got =
        received === "none" ? `is still ${candidateVersion}` : `was only raised to ${candidateVersion} (${received})`;
      return `the version ${got}: what changed since ${baselineVersion} requires a ${required} version`;
    }
    case "ignore": {
      const { event, code, field, until, reason } = finding.entry;
      const entry = `ignore ${event} ${code}${field === undefined ? "" : ` of ${field}`} (${reason})`;
      return finding.code === "ignore-expired" ? `${entry} expired on ${until}` : `${entry} matches nothing`;
    }
    case "log": {
      const { eventName, pointer, issue, lines, wasRead } = finding.loss;
      const where = pointer === "" ? "" : `${pointer}: `;
      const loses = wasRead ? "would stop reading" : "cannot be read";
      return `${eventName}: ${count(lines, "line")} ${loses}: ${where}expected ${issue.expected}`;
    }
    default:
      return finding satisfies never;
  }
}

function breakHeadline({ code, changes, eventName }: BreakFinding): string {
  if (code === "event-removed") return `the event was removed`;
  if (changes.length === 0) return "it accepts different events now; no single change explains it";
  const clauses = changes.map(describeChange);
  const [first = eventName, ...rest] = clauses;
  return rest.length === 0 ? first : `${first}, together with ${rest.join(" and ")}`;
}

/** Who is hurt by a break. */
export function victims(direction: Direction): string {
  return direction === "backward" ? "readers of old logs" : "consumers that have not upgraded";
}

/** What shows a break, as a clause before the event itself. */
export function evidence({ direction, baselines }: BrokenDirection, code: FindingCode): string {
  const names = baselines.join(", ");
  if (code === "event-removed") return `an event of ${names} that no schema describes any more`;
  return direction === "backward"
    ? `an event of ${names} that is refused now`
    : `an event that may be written now and that ${names} refuses`;
}

/** What the reader says of the witness. */
export function refusal({ issues }: BrokenDirection): string {
  return issues.map(formatIssue).join("; ");
}

/** What to do instead of a change that breaks. */
export function advice(finding: Finding): string {
  switch (finding.kind) {
    case "break":
      return adviceOnBreak(finding);
    case "meaning":
      if (finding.code === "field-renamed")
        return `write both fields for a while: what reads ${JSON.stringify(finding.changes[0]?.field)} finds nothing from now on`;
      if (finding.changes.some(({ params }) => params.name === "format"))
        return "generated code has int64 as bigint and other numbers as number: programs that use the field have to change; add a field with another name, or release a major version";
      return "readers cannot tell old values from new ones; add a field with another name, and deprecate this one";
    case "undecided":
      return `write the schema in a way that can be decided, or accept it for ${finding.eventName} (allowUnknown)`;
    case "bump": {
      const { required } = finding.bump;
      return `raise the version in package.json, or add a changeset with "${required}"`;
    }
    case "ignore":
      return finding.code === "ignore-expired"
        ? "fix the break, or set a later date"
        : "remove the entry, so that it does not hide a later break";
    case "log":
      return "keep accepting what these lines hold; they stay in the log";
    default:
      return finding satisfies never;
  }
}

function adviceOnBreak({ code, direction, eventName, suggestion, changes }: BreakFinding): string {
  if (code === "event-removed") {
    const renamed = suggestion === undefined ? "" : `; if "${suggestion}" is its new name, keep both`;
    return `keep the schema as long as logs hold the event, and mark it "deprecated": true${renamed}`;
  }
  const isPlain = changes.every(({ within }) => within === undefined);
  if (code === "required-added" && direction === "backward" && isPlain)
    return "leave it optional: events written before have no such field";
  if (code === "required-removed" && direction === "forward" && isPlain)
    return `keep it required, and keep writing it; or let consumers upgrade first and set the mode of ${eventName} to "backward"`;
  if (direction === "backward")
    return "keep accepting what was written; add a new field, or a new event, for what is new";
  return `add a new field, or a new event, for what is new; or let consumers upgrade first and set the mode of ${eventName} to "backward"`;
}

const reasonTexts: Readonly<Record<Reason["code"], string>> = {
  budget: "the proof takes too many steps",
  "too-deep": "it nests too deeply",
  "unknown-dialect": "its dialect is unknown",
  "unresolved-reference": "a reference leads nowhere",
  "cyclic-reference": "a reference leads back to itself",
  "invalid-keyword": "a keyword has a value that it cannot have",
  "unsupported-pattern": "a pattern does not describe a regular language",
  "pattern-too-large": "patterns need too many states",
  "unsupported-format": "a format has no definition",
  "too-many-branches": "there are too many branches",
  "not-representable": "only numbers that no double can represent would show it",
  "witness-refuted": "our own evaluation does not confirm the event found",
  "not-confirmed": "no validator confirms the event found",
};

function describeReason({ code, detail }: Pick<Reason, "code" | "detail">): string {
  return `${reasonTexts[code]}${detail === undefined ? "" : ` (${JSON.stringify(detail)})`}`;
}
