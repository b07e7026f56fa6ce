import { defaultEnvelope } from "@metric-events/runtime";
import { type Diagnostic, envelopePath, envelopeSchema, lint, parseSchemas, snakeCase } from "@metric-events/schema";
import { eventPath, eventStub } from "./schema-texts.js";

const maxLength = 60;

/** Ends the search. No set of names needs as many rounds: each moves on every name that was refused. */
const maxRounds = 20;

/**
 * A name in snake case for each name in a log, for files and types: the name itself where the lint accepts it, else the nearest one.
 * Different names stay different events.
 */
export function eventNames(inLog: readonly string[]): ReadonlyMap<string, string> {
  // Names that can stay as they are come first, so that no other takes them.
  const sorted = inLog.toSorted(
    (left, right) => Number(right === baseOf(right)) - Number(left === baseOf(left)) || (left < right ? -1 : 1),
  );
  const attempts = new Map(sorted.map((name) => [name, 0]));
  for (let round = 0; ; round++) {
    const { assigned, taken } = assign(sorted, attempts);
    const refused = round < maxRounds ? refusedNames([...taken.keys()]) : new Set<string>();
    if (refused.size === 0) return assigned;
    for (const name of refused) {
      const owner = taken.get(name) ?? "";
      attempts.set(owner, (attempts.get(owner) ?? 0) + 1);
    }
  }
}

function assign(
  names: readonly string[],
  attempts: Map<string, number>,
): { readonly assigned: ReadonlyMap<string, string>; readonly taken: ReadonlyMap<string, string> } {
  const assigned = new Map<string, string>();
  const taken = new Map<string, string>();
  for (const name of names) {
    let event = candidate(name, attempts.get(name) ?? 0);
    for (; taken.has(event); event = candidate(name, attempts.get(name) ?? 0)) {
      attempts.set(name, (attempts.get(name) ?? 0) + 1);
    }
    taken.set(event, name);
    assigned.set(name, event);
  }
  return { assigned, taken };
}

/** `order_placed`, then `order_placed_event`, `order_placed_event_2`, … */
function candidate(name: string, attempt: number): string {
  const base = baseOf(name);
  if (attempt === 0) return base;
  return attempt === 1 ? `${base}_event` : `${base}_event_${attempt}`;
}

function baseOf(name: string): string {
  const base = snakeCase(name).slice(0, maxLength).replace(/_+$/, "");
  return /^[a-z]/.test(base) ? base : `event_${base}`.replace(/_$/, "");
}

/** Names that the lint has something against, alone or beside the others. */
function refusedNames(events: readonly string[]): ReadonlySet<string> {
  const stubs = events.map((event) => {
    return { path: eventPath(event), text: JSON.stringify(eventStub(event, event, defaultEnvelope)) };
  });
  const envelope = { path: envelopePath, text: JSON.stringify(envelopeSchema()) };
  const found = lint(parseSchemas("", [envelope, ...stubs]));
  const byFile = new Map(events.map((event) => [`/${eventPath(event)}`, event]));
  return new Set(
    found.flatMap((diagnostic) =>
      filesOf(diagnostic)
        .flatMap((file) => byFile.get(file) ?? [])
        .slice(0, 1),
    ),
  );
}

/** Two that cannot stand side by side are found in the second file, which may be that of the envelope. */
function filesOf({ location, params }: Diagnostic): readonly string[] {
  return "other" in params ? [location.file, params.other] : [location.file];
}
