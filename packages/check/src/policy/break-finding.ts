import { type Break, type Change, type Json, sample } from "@metric-events/compat";
import type { Issue } from "@metric-events/runtime";
import type { Baseline } from "../baselines/baseline.js";
import type { Candidate } from "../candidate.js";
import type { ChangedEvent, RemovedEvent } from "../compare/compare-events.js";
import type { EventVersion } from "../compare/event-version.js";
import { fieldTokens, inWireOrder, isWithin } from "../compare/field-path.js";
import { locatedChange } from "../compare/located-change.js";
import { renamedTo } from "../compare/renamed.js";
import type { BreakFinding } from "./finding.js";
import { ignoreOf } from "./ignore.js";
import type { Direction, Policy } from "./policy.js";

/** Whether the validators that generated code has agree: the writer's accepts the witness, the reader's refuses it. */
export function isConfirmed(witness: unknown, outcome: ChangedEvent, direction: Direction): boolean {
  const { writer, reader } = sides(outcome, direction);
  return writer.isWritable(witness) && !reader.isReadable(witness);
}

function sides({ before, after }: ChangedEvent, direction: Direction): { writer: EventVersion; reader: EventVersion } {
  return direction === "backward" ? { writer: before, reader: after } : { writer: after, reader: before };
}

/** A break as a finding, at the change that causes it. */
export function breakFinding(
  { changes, witness }: Break,
  outcome: ChangedEvent,
  direction: Direction,
  policy: Policy,
  today: string,
): BreakFinding {
  const { eventName, baseline, before, after } = outcome;
  const { writer, reader } = sides(outcome, direction);
  const located = changes.map((change) => locatedChange(change, before, after));
  const ignoredBy = ignoreOf(
    policy,
    today,
    located.map(({ code, field }) => ({ eventName, code, field })),
  );
  return {
    kind: "break",
    code: changes[0]?.code ?? "unexplained",
    severity: ignoredBy === undefined ? "error" : "ignored",
    location: located[0]?.at ?? after.locate(""),
    eventName,
    direction,
    baselines: [baseline.name],
    changes: located,
    witness: inWireOrder(witness, writer.event.fields),
    issues: issuesOf(reader.issues(witness), changes),
    ...(ignoredBy === undefined ? {} : { ignoredBy }),
  };
}

/** What the reader says of the fields that changed; all that it says when that is nothing. */
function issuesOf(issues: readonly Issue[], changes: readonly Change[]): readonly Issue[] {
  const about = issues.filter(({ pointer }) => changes.some((change) => isWithin(pointer, fieldTokens(change))));
  return about.length === 0 ? issues : about;
}

/** An event that is gone: logs hold it, and nobody knows it any more. */
export function removedFinding(
  { eventName, baseline, before }: RemovedEvent,
  { events, root }: Pick<Candidate, "events" | "root">,
  policy: Policy,
  today: string,
): BreakFinding {
  const witness = sample(before.writer);
  const ignoredBy = ignoreOf(policy, today, [{ eventName, code: "event-removed", field: "" }]);
  const suggestion = renamedTo(before, events);
  return {
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
}

function placeNow({ event }: EventVersion, { set }: Baseline, root: string): string {
  return root + event.file.path.slice(set.root.length);
}
