import { count, escape, indentedJsonText, type Paint, plain, printable } from "@metric-events/text";
import type { SchemaDiff } from "../check-schemas.js";
import type { EventOutcome } from "../compare/compare-events.js";
import { type LocatedChange, locatedChange } from "../compare/located-change.js";
import type { CompatibilityVerdict } from "../policy/finding.js";
import { verdictOf } from "../policy/judge.js";
import { describeChange } from "../prose.js";

export const diffFormats = ["text", "json", "markdown"] as const;

export type DiffFormat = (typeof diffFormats)[number];

/** What changed, in one of its forms. */
export function formatDiff({ outcomes, notes }: SchemaDiff, format: DiffFormat, paint: Paint = plain): string {
  const rows = outcomes.flatMap(changesOf);
  switch (format) {
    case "text":
      return textOf(rows, outcomes, notes, paint);
    case "json":
      return `${indentedJsonText({ events: rows, notes })}\n`;
    case "markdown":
      return markdownOf(rows, notes);
    default:
      return format satisfies never;
  }
}

/** What happened to an event since a baseline: plain data, with a sentence for each change. */
export interface EventChanges {
  readonly event: string;
  readonly baseline: string;
  readonly status: "added" | "removed" | "reworded" | "changed";
  readonly backward: CompatibilityVerdict;
  readonly forward: CompatibilityVerdict;
  readonly changes: readonly (LocatedChange & { readonly message: string })[];
}

/** None for an event that did not change. */
export function changesOf(outcome: EventOutcome): EventChanges[] {
  const { eventName: event, baseline } = outcome;
  const row = { event, baseline: baseline.name, changes: [] };
  switch (outcome.status) {
    case "added":
      return [{ ...row, status: "added", backward: "compatible", forward: "compatible" }];
    case "removed":
      return [{ ...row, status: "removed", backward: "incompatible", forward: "compatible" }];
    case "same":
      return outcome.isReworded ? [{ ...row, status: "reworded", backward: "compatible", forward: "compatible" }] : [];
    case "changed": {
      const { before, after, comparison } = outcome;
      const changes = comparison.changes.map((change) => {
        const located = locatedChange(change, before, after);
        return { ...located, message: describeChange(located) };
      });
      const [backward, forward] = [verdictOf(outcome, "backward"), verdictOf(outcome, "forward")];
      return [{ ...row, status: "changed", backward, forward, changes }];
    }
    default:
      return outcome satisfies never;
  }
}

const verbs = {
  added: "is new",
  removed: "was removed",
  reworded: "says the same in other words",
  changed: "changed",
} as const;

function textOf(
  rows: readonly EventChanges[],
  outcomes: readonly EventOutcome[],
  notes: readonly string[],
  paint: Paint,
): string {
  const blocks = rows.map((row) => {
    const title = `${paint("bold", printable(row.event))} ${verbs[row.status]} since ${printable(row.baseline)}: ${verdicts(row, paint)}`;
    const lines = row.changes.map(({ at, message, code }) =>
      printable(`  ${at.file}:${at.line}:${at.column}: ${message} (${code})`),
    );
    return [title, ...lines, ""].join("\n");
  });
  const same = outcomes.length - rows.length;
  const summary =
    outcomes.length === 0 ? [] : [`${count(rows.length, "difference")}, ${count(same, "event")} without any`];
  return [...blocks, ...notes.map(printable), ...summary, ""].join("\n");
}

function verdicts({ backward, forward }: EventChanges, paint: Paint): string {
  const shown = (direction: string, verdict: CompatibilityVerdict): string => {
    const color = verdict === "compatible" ? "green" : verdict === "incompatible" ? "red" : "yellow";
    return `${direction} ${paint(color, verdict)}`;
  };
  return `${shown("backward", backward)}, ${shown("forward", forward)}`;
}

function markdownOf(rows: readonly EventChanges[], notes: readonly string[]): string {
  const lines = rows.map(({ event, baseline, status, backward, forward, changes }) => {
    const what = changes.length === 0 ? verbs[status] : changes.map(({ message }) => escape(message)).join("<br>");
    return `| ${escape(event)} | ${escape(baseline)} | ${backward} | ${forward} | ${what} |`;
  });
  const table = ["| event | since | backward | forward | what changed |", "| --- | --- | --- | --- | --- |", ...lines];
  return [...(lines.length === 0 ? ["No differences."] : table), ...notes.map((note) => `\n${escape(note)}`), ""].join(
    "\n",
  );
}
