import { type Change, type Comparison, compare } from "@metric-events/compat";
import { formatDiagnostic, lint } from "@metric-events/schema";
import type { Baseline } from "../baselines/baseline.js";
import { unusableBaseline } from "../baselines/unusable-baseline.js";
import { type EventVersion, eventVersions, meaningful } from "./event-version.js";

/** What happened to one event since one baseline. */
export type EventOutcome = {
  readonly eventName: string;
  readonly baseline: Baseline;
} & (
  | { readonly status: "added"; readonly after: EventVersion }
  | { readonly status: "removed"; readonly before: EventVersion }
  /** Nothing that a reader could notice; the wording may have changed. */
  | { readonly status: "same"; readonly isReworded: boolean }
  | {
      readonly status: "changed";
      readonly before: EventVersion;
      readonly after: EventVersion;
      readonly comparison: Comparison;
    }
);

export type ChangedEvent = Extract<EventOutcome, { readonly status: "changed" }>;
export type RemovedEvent = Extract<EventOutcome, { readonly status: "removed" }>;

export type Events = ReadonlyMap<string, EventVersion>;

/**
 * Compares the events of a candidate with those of each baseline; equal pairs only once. `onEvent` is called before each event,
 * and awaited.
 */
export async function compareEvents(
  baselines: readonly Baseline[],
  candidate: Events,
  onEvent: (eventName: string, baseline: Baseline) => Promise<void>,
): Promise<EventOutcome[]> {
  const known = new Map<string, Comparison>();
  const outcomes: EventOutcome[] = [];
  for (const baseline of baselines) {
    const before = versionsOf(baseline);
    const names = [...new Set([...before.keys(), ...candidate.keys()])].toSorted();
    for (const name of names) {
      await onEvent(name, baseline);
      outcomes.push(outcomeOf(name, baseline, before.get(name), candidate.get(name), known));
    }
  }
  return outcomes;
}

function outcomeOf(
  eventName: string,
  baseline: Baseline,
  before: EventVersion | undefined,
  after: EventVersion | undefined,
  known: Map<string, Comparison>,
): EventOutcome {
  if (before === undefined) return { eventName, baseline, status: "added", after: after as EventVersion };
  if (after === undefined) return { eventName, baseline, status: "removed", before };
  if (before.text === after.text)
    return { eventName, baseline, status: "same", isReworded: before.wording !== after.wording };
  // Places are part of it: two versions that mean the same may say it elsewhere.
  const key = JSON.stringify([eventName, before.reader]);
  const comparison = known.get(key) ?? comparisonOf(before, after);
  known.set(key, comparison);
  const { changes, backward, forward } = comparison;
  if (changes.length === 0 && backward.verdict === "compatible" && forward.verdict === "compatible")
    return { eventName, baseline, status: "same", isReworded: true };
  const definition = attempt(() => before.definition);
  if (definition instanceof Error) throw unusableBaseline(baseline.name, [`${eventName}: ${definition.message}`]);
  return { eventName, baseline, status: "changed", before, after, comparison };
}

function comparisonOf(before: EventVersion, after: EventVersion): Comparison {
  const comparison = compare(
    { writer: before.writer, reader: before.reader },
    { writer: after.writer, reader: after.reader },
    { annotations: meaningful },
  );
  return { ...comparison, changes: comparison.changes.filter((change) => !isOtherFormat(change)) };
}

/** Whether a change is about a format that does not change the type of a value. */
function isOtherFormat({ code, params: { name, baseline, candidate } }: Change): boolean {
  return code.startsWith("annotation-") && name === "format" && baseline !== "int64" && candidate !== "int64";
}

/** The events of a baseline. @throws {CheckError} for schemas that make no contract, with what the lint says about them. */
export function versionsOf({ name, set }: Baseline): Events {
  const events = attempt(() => eventVersions(set));
  const files = set.files.filter(({ role }) => role === "event").length;
  if (!(events instanceof Error) && events.size === files && !events.has("")) return events;
  const found = lint(set).map(formatDiagnostic);
  const reason = events instanceof Error ? events.message : "there are events without a name, or with the same";
  throw unusableBaseline(name, found.length > 0 ? found : [reason]);
}

function attempt<T>(make: () => T): T | Error {
  try {
    return make();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
