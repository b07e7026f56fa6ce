import { type Break, type Change, type Compatibility, type Json, type Reason, sample } from "@metric-events/compat";
import type { Issue } from "@metric-events/core/runtime";
import type { SourceLocation } from "@metric-events/schema";
import type { Baseline } from "./baselines/baseline.js";
import type { Candidate } from "./candidate.js";
import type { EventOutcome } from "./compare-events.js";
import type { EventVersion } from "./event-version.js";
import { fieldTokens, inWireOrder, isWithin } from "./field-path.js";
import type { BreakFinding, EventVerdict, Finding, MeaningFinding, UndecidedFinding, Verdict } from "./finding.js";
import { locatedChange } from "./located-change.js";
import { type Direction, type Ignore, isGoverned, modeOf, type Policy } from "./policy.js";
import { renamedTo } from "./renamed.js";

type Changed = Extract<EventOutcome, { readonly status: "changed" }>;
type Removed = Extract<EventOutcome, { readonly status: "removed" }>;

const directions = ["backward", "forward"] as const;

/** What the outcomes mean under a policy; the same break with several baselines is one finding. */
export function judge(
  outcomes: readonly EventOutcome[],
  candidate: Pick<Candidate, "events" | "root">,
  policy: Policy,
  today: string,
): Finding[] {
  const findings = outcomes.flatMap((outcome): Finding[] => {
    switch (outcome.status) {
      case "added":
      case "same":
        return [];
      case "removed":
        return judgeRemoved(outcome, candidate, policy, today);
      case "changed":
        return [...judgeChanged(outcome, policy, today), ...meaningOf(outcome, policy)];
      default:
        return outcome satisfies never;
    }
  });
  return once(findings);
}

/** What containment says of each event and baseline, in both directions. */
export function verdictsOf(outcomes: readonly EventOutcome[], policy: Policy): EventVerdict[] {
  return outcomes.map((outcome) => {
    const { eventName, baseline, status } = outcome;
    const verdicts =
      status === "changed"
        ? { backward: verdictOf(outcome, "backward"), forward: verdictOf(outcome, "forward") }
        : { backward: status === "removed" ? ("incompatible" as const) : "compatible", forward: "compatible" as const };
    const mode = modeOf(policy, eventName);
    return { eventName, baseline: baseline.name, status, mode, ...(verdicts as Record<Direction, Verdict>) };
  });
}

/** As containment and the validators together have it. */
export function verdictOf(outcome: Changed, direction: Direction): Verdict {
  const compatibility = outcome.comparison[direction];
  if (compatibility.verdict !== "incompatible") return compatibility.verdict;
  return compatibility.breaks.some((each) => isConfirmed(each, outcome, direction)) ? "incompatible" : "unknown";
}

function judgeChanged(outcome: Changed, policy: Policy, today: string): Finding[] {
  const mode = modeOf(policy, outcome.eventName);
  return directions
    .filter((direction) => isGoverned(mode, direction))
    .flatMap((direction) => judgeDirection(outcome, direction, outcome.comparison[direction], policy, today));
}

function judgeDirection(
  outcome: Changed,
  direction: Direction,
  compatibility: Compatibility,
  policy: Policy,
  today: string,
): Finding[] {
  switch (compatibility.verdict) {
    case "compatible":
      return [];
    case "unknown":
      return [undecided(outcome, direction, compatibility.reasons, policy)];
    case "incompatible": {
      const confirmed = compatibility.breaks.filter((each) => isConfirmed(each, outcome, direction));
      if (confirmed.length === 0)
        return [undecided(outcome, direction, [{ code: "witness-refuted", keywordLocation: "" }], policy)];
      return confirmed.map((each) => breakFinding(each, outcome, direction, policy, today));
    }
    default:
      return compatibility satisfies never;
  }
}

/** Whether the validators that generated code has agree: the writer's accepts the witness, the reader's refuses it. */
function isConfirmed({ witness }: Break, outcome: Changed, direction: Direction): boolean {
  const { writer, reader } = sides(outcome, direction);
  return writer.definition.isWritable(witness) && !reader.definition.isReadable(witness);
}

function sides({ before, after }: Changed, direction: Direction): { writer: EventVersion; reader: EventVersion } {
  return direction === "backward" ? { writer: before, reader: after } : { writer: after, reader: before };
}

function breakFinding(
  { changes, witness }: Break,
  outcome: Changed,
  direction: Direction,
  policy: Policy,
  today: string,
): BreakFinding {
  const { eventName, baseline, before, after } = outcome;
  const { writer, reader } = sides(outcome, direction);
  const located = changes.map((change) => locatedChange(change, before, after));
  const ignoredBy = policy.ignore.find(
    (entry) => isInForce(entry, today) && located.some(({ code, field }) => isAbout(entry, eventName, code, field)),
  );
  return {
    kind: "break",
    code: changes[0]?.code ?? "unexplained",
    severity: ignoredBy === undefined ? "error" : "ignored",
    location: located[0]?.at ?? after.bundle.locate(""),
    eventName,
    direction,
    baselines: [baseline.name],
    changes: located,
    witness: inWireOrder(witness, writer.event.fields),
    issues: issuesOf(reader.definition.check(witness, "reader"), changes),
    ...(ignoredBy === undefined ? {} : { ignoredBy }),
  };
}

/** What the reader says of the fields that changed; all that it says when that is nothing. */
function issuesOf(issues: readonly Issue[], changes: readonly Change[]): readonly Issue[] {
  const about = issues.filter(({ pointer }) => changes.some((change) => isWithin(pointer, fieldTokens(change))));
  return about.length === 0 ? issues : about;
}

function judgeRemoved(
  { eventName, baseline, before }: Removed,
  { events, root }: Pick<Candidate, "events" | "root">,
  policy: Policy,
  today: string,
): Finding[] {
  if (!isGoverned(modeOf(policy, eventName), "backward")) return [];
  const witness = sample(before.writer);
  const ignoredBy = policy.ignore.find(
    (entry) => isInForce(entry, today) && isAbout(entry, eventName, "event-removed", ""),
  );
  const suggestion = renamedTo(before, events);
  const finding: BreakFinding = {
    kind: "break",
    code: "event-removed",
    severity: ignoredBy === undefined ? "error" : "ignored",
    // Where it was: reviews show the place in the file that is gone.
    location: { file: placeNow(before, baseline, root), line: 1, column: 1, pointer: "" },
    eventName,
    direction: "backward",
    baselines: [baseline.name],
    changes: [],
    witness: witness === undefined ? undefined : inWireOrder(witness satisfies Json, before.event.fields),
    issues: [],
    ...(ignoredBy === undefined ? {} : { ignoredBy }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
  return [finding];
}

function placeNow({ event }: EventVersion, { set }: Baseline, root: string): string {
  return root + event.file.path.slice(set.root.length);
}

function meaningOf({ eventName, baseline, before, after, comparison }: Changed, policy: Policy): MeaningFinding[] {
  if (modeOf(policy, eventName) === "none") return [];
  // A unit or kind that a field gets for the first time tells readers more than they knew.
  const changes = comparison.changes.filter(({ code }) => code === "annotation-changed");
  const located = changes.map((change) => locatedChange(change, before, after));
  return located.map((change) => ({
    kind: "meaning",
    code: change.code,
    severity: "warning",
    location: change.at,
    eventName,
    baselines: [baseline.name],
    changes: [change],
  }));
}

function undecided(
  { eventName, baseline, before, after, comparison }: Changed,
  direction: Direction,
  reasons: readonly Reason[],
  { allowUnknown }: Policy,
): UndecidedFinding {
  const isAllowed = allowUnknown.has("*") || allowUnknown.has(eventName);
  const blamed = reasons.find(({ schema, keywordLocation }) => schema === "superset" && keywordLocation !== "");
  const [change] = comparison.changes;
  // Locations in the reader of the baseline are no places in the files as they are now: what changed is the next best.
  const location =
    direction === "backward" && blamed !== undefined
      ? after.bundle.locate(blamed.keywordLocation)
      : change === undefined
        ? after.bundle.locate("")
        : locatedChange(change, before, after).at;
  return {
    kind: "undecided",
    code: "undecided",
    severity: isAllowed ? "ignored" : "error",
    location,
    eventName,
    direction,
    baselines: [baseline.name],
    reasons: reasons.map(({ code, detail }) => ({ code, ...(detail === undefined ? {} : { detail }) })),
  };
}

/** Entries of which nothing is left to ignore, and those that have run out. `placeOf` finds them in the config file. */
export function judgeIgnores(
  findings: readonly Finding[],
  policy: Policy,
  placeOf: (index: number) => SourceLocation,
  today: string,
): Finding[] {
  const used = new Set(findings.flatMap((finding) => (finding.kind === "break" ? (finding.ignoredBy ?? []) : [])));
  return policy.ignore
    .flatMap((entry, index) => (used.has(entry) ? [] : [{ entry, location: placeOf(index) }]))
    .map(({ entry, location }) => ({
      kind: "ignore",
      code: isInForce(entry, today) ? "ignore-unused" : "ignore-expired",
      severity: "error",
      location,
      entry,
    }));
}

function isAbout(entry: Ignore, eventName: string, code: string, field: string): boolean {
  return entry.event === eventName && entry.code === code && (entry.field === undefined || entry.field === field);
}

function isInForce({ until }: Ignore, today: string): boolean {
  return until === undefined || today <= until;
}

/** Findings that differ in the baseline only, as one that names all of them. */
function once(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = byKey.get(key);
    const isShared = known !== undefined && "baselines" in known && "baselines" in finding;
    // The newest baseline comes last, and its witness is the one to show.
    byKey.set(
      key,
      isShared ? ({ ...finding, baselines: [...known.baselines, ...finding.baselines] } as Finding) : finding,
    );
  }
  return [...byKey.values()];
}

function keyOf(finding: Finding): string {
  const { kind, code, severity, location } = finding;
  const about = "eventName" in finding ? finding.eventName : "";
  const direction = "direction" in finding ? finding.direction : "";
  const changes =
    "changes" in finding ? finding.changes.map(({ code: each, field, at }) => [each, field, at.file, at.pointer]) : [];
  const place = code === "event-removed" ? "" : `${location.file}:${location.pointer}`;
  return JSON.stringify([kind, code, severity, place, about, direction, changes]);
}
