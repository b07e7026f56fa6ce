import type { Change, Compatibility, Reason } from "@metric-events/compat";
import type { Candidate } from "../candidate.js";
import type { ChangedEvent, EventOutcome } from "../compare/compare-events.js";
import { locatedChange } from "../compare/located-change.js";
import { breakFinding, isConfirmed, removedFinding } from "./break-finding.js";
import type { CompatibilityVerdict, EventVerdict, Finding, MeaningFinding, UndecidedFinding } from "./finding.js";
import { type Judged, onePerBreak } from "./one-per-break.js";
import { type Direction, isGoverned, modeOf, type Policy } from "./policy.js";
import { renamedFields } from "./renamed-fields.js";

const directions = ["backward", "forward"] as const;

/** What the outcomes mean under a policy; the same break with several baselines is one finding. */
export function judge(
  outcomes: readonly EventOutcome[],
  candidate: Pick<Candidate, "events" | "root">,
  policy: Policy,
  today: string,
): Finding[] {
  const judged = outcomes.flatMap((outcome): Judged[] => {
    switch (outcome.status) {
      case "added":
      case "same":
        return [];
      case "removed":
        return isGoverned(modeOf(policy, outcome.eventName), "backward")
          ? [{ finding: removedFinding(outcome, candidate, policy, today), confirms: outcome.before.isWritable }]
          : [];
      case "changed":
        return [...judgeChanged(outcome, policy, today), ...meaningOf(outcome, policy)].map((finding) => ({
          finding,
          confirms: (witness) => "direction" in finding && isConfirmed(witness, outcome, finding.direction),
        }));
      default:
        return outcome satisfies never;
    }
  });
  return onePerBreak(judged);
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
    return {
      eventName,
      baseline: baseline.name,
      status,
      mode,
      ...(verdicts as Record<Direction, CompatibilityVerdict>),
    };
  });
}

/** As containment and the validators together have it. */
export function verdictOf(outcome: ChangedEvent, direction: Direction): CompatibilityVerdict {
  const compatibility = outcome.comparison[direction];
  if (compatibility.verdict !== "incompatible") return compatibility.verdict;
  return compatibility.breaks.some((each) => isConfirmed(each.witness, outcome, direction))
    ? "incompatible"
    : "unknown";
}

function judgeChanged(outcome: ChangedEvent, policy: Policy, today: string): Finding[] {
  const mode = modeOf(policy, outcome.eventName);
  return directions
    .filter((direction) => isGoverned(mode, direction))
    .flatMap((direction) => judgeDirection(outcome, direction, outcome.comparison[direction], policy, today));
}

function judgeDirection(
  outcome: ChangedEvent,
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
      const confirmed = compatibility.breaks.filter((each) => isConfirmed(each.witness, outcome, direction));
      const refuted: Reason[] =
        confirmed.length < compatibility.breaks.length ? [{ code: "not-confirmed", keywordLocation: "" }] : [];
      return [
        ...confirmed.map((each) => breakFinding(each, outcome, direction, policy, today)),
        ...(refuted.length === 0 ? [] : [undecided(outcome, direction, refuted, policy)]),
      ];
    }
    default:
      return compatibility satisfies never;
  }
}

function meaningOf(outcome: ChangedEvent, policy: Policy): MeaningFinding[] {
  const { eventName, baseline, before, after, comparison } = outcome;
  if (modeOf(policy, eventName) === "none") return [];
  const changes = comparison.changes.filter(isMisleading);
  const located = changes.map((change) => locatedChange(change, before, after));
  const findings = located.map(
    (change): MeaningFinding => ({
      kind: "meaning",
      code: change.code,
      severity: "warning",
      location: change.at,
      eventName,
      baselines: [baseline.name],
      changes: [change],
    }),
  );
  return [...findings, ...renamedFields(outcome)];
}

/**
 * The first unit or kind of a field misleads no reader; but where the time or the name of events is, all readers ask the schema, and in code a
 * number with the format `int64` has another type.
 */
function isMisleading({ code, params }: Change): boolean {
  if (code === "annotation-changed") return true;
  if (code !== "annotation-added" && code !== "annotation-removed") return false;
  return params.name === "envelope" || params.name === "format";
}

function undecided(
  { eventName, baseline, before, after, comparison }: ChangedEvent,
  direction: Direction,
  reasons: readonly Reason[],
  { allowUnknown }: Policy,
): UndecidedFinding {
  const isAllowed = allowUnknown.has("*") || allowUnknown.has(eventName);
  const blamed = reasons.find(({ schema, keywordLocation }) => schema === "superset" && keywordLocation !== "");
  const [change] = comparison.changes;
  // The baseline has no places in the files as they are now; the first change is the nearest.
  const location =
    direction === "backward" && blamed !== undefined
      ? after.locate(blamed.keywordLocation)
      : change === undefined
        ? after.locate("")
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
