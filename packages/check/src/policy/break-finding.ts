import { type Break, type Change, type Json, sample } from "@metric-events/compat";
import type { Issue } from "@metric-events/runtime";
import type { SourceLocation } from "@metric-events/schema";
import type { Candidate } from "../candidate.js";
import type { ChangedEvent, RemovedEvent } from "../compare/compare-events.js";
import type { EventVersion } from "../compare/event-version.js";
import { fieldTokens, inWireOrder, isWithin } from "../compare/field-path.js";
import { locatedChange } from "../compare/located-change.js";
import { renamedTo } from "../compare/renamed.js";
import type { BreakFinding } from "./finding.js";
import { ignoreOf } from "./ignore.js";
import type { Direction, Policy } from "./policy.js";
import { recognizable } from "./recognizable.js";

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
  const shown = shownWitness(witness, outcome, direction);
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
    witness: inWireOrder(shown, writer.event.fields),
    issues: issuesOf(reader.issues(shown), changes),
    ...(ignoredBy === undefined ? {} : { ignoredBy }),
  };
}

/** The witness in words of the fields, as long as the reader refuses it for the same reasons. */
function shownWitness(witness: Json, outcome: ChangedEvent, direction: Direction): unknown {
  const { before, after } = outcome;
  const { reader } = sides(outcome, direction);
  const reasons = (event: unknown): string =>
    reader
      .issues(event)
      .map(({ pointer, code }) => pointer + code)
      .join("\n");
  const same = reasons(witness);
  return recognizable(
    witness,
    [before.event, after.event],
    (event) => isConfirmed(event, outcome, direction) && reasons(event) === same,
  );
}

/** What the reader says of the fields that changed; all that it says when that is nothing. */
function issuesOf(issues: readonly Issue[], changes: readonly Change[]): readonly Issue[] {
  const about = issues.filter(({ pointer }) => changes.some((change) => isWithin(pointer, fieldTokens(change))));
  return about.length === 0 ? issues : about;
}

/** An event that was removed while logs still hold it. */
export function removedFinding(
  { eventName, baseline, before }: RemovedEvent,
  candidate: Pick<Candidate, "events" | "root">,
  policy: Policy,
  today: string,
): BreakFinding {
  const witness = sample(before.writer);
  const ignoredBy = ignoreOf(policy, today, [{ eventName, code: "event-removed", field: "" }]);
  const suggestion = renamedTo(before, candidate.events);
  return {
    kind: "break",
    code: "event-removed",
    severity: ignoredBy === undefined ? "error" : "ignored",
    location: placeFor(suggestion, candidate),
    was: before.locate(""),
    eventName,
    direction: "backward",
    baselines: [baseline.name],
    changes: [],
    witness:
      witness === undefined
        ? undefined
        : inWireOrder(recognizable(witness, [before.event], before.isWritable), before.event.fields),
    issues: [],
    ...(ignoredBy === undefined ? {} : { ignoredBy }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** Code scanning shows nothing in a file that is gone: the event that it seems to have become, else the first one, is there. */
export function placeFor(
  eventName: string | undefined,
  { events, root }: Pick<Candidate, "events" | "root">,
): SourceLocation {
  const version = events.get(eventName ?? "") ?? [...events.values()][0];
  return { file: version?.event.file.path ?? root, line: 1, column: 1, pointer: "" };
}
