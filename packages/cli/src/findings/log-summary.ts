import { faultNames, type Tally } from "@metric-events/reader";
import type { SuspectCode } from "@metric-events/runtime";
import { count, type FindingSummary } from "@metric-events/text";
import { suspectNames } from "./suspect-prose.js";

/** The counts per event as a table, everything else in one sentence, and all of it as data. */
export function logSummary(tally: Tally): FindingSummary {
  const { files, unread, valid, bad, faults } = tally;
  const events = [...tally.events].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const rows = events.map(([name, counts]) => [
    name,
    counts.valid.toLocaleString("en-US"),
    counts.invalid.toLocaleString("en-US"),
  ]);
  const warnings = warningsOf(tally);
  const summary = {
    files,
    unread,
    lines: valid + bad,
    valid,
    bad,
    events: Object.fromEntries(events),
    badByKind: Object.fromEntries(faults),
    warnings: sumOf(warnings),
    warningsByKind: Object.fromEntries(warnings),
  };
  const lines = [summarySentence(tally), ...warningSentence(warnings)];
  return { table: { columns, rows }, lines, data: { summary } };
}

/** How many values of valid events look wrong, and why. */
function warningsOf({ suspects }: Tally): ReadonlyMap<SuspectCode, number> {
  const warnings = new Map<SuspectCode, number>();
  for (const { code, count: values } of suspects) warnings.set(code, (warnings.get(code) ?? 0) + values);
  return warnings;
}

/** `41 values of valid events look wrong (in the future: 40, before 1971: 1)` */
function warningSentence(warnings: ReadonlyMap<SuspectCode, number>): readonly string[] {
  const total = sumOf(warnings);
  if (total === 0) return [];
  const reasons = [...warnings].map(([code, values]) => `${suspectNames[code]}: ${values.toLocaleString("en-US")}`);
  return [`${count(total, "value")} of valid events ${total === 1 ? "looks" : "look"} wrong (${reasons.join(", ")})`];
}

const columns = [{ title: "event" }, { title: "valid", align: "right" }, { title: "invalid", align: "right" }] as const;

/** `1,203 lines: 1,200 valid, 3 bad (torn: 2, glued: 1)` */
function summarySentence({ valid, bad, faults, files, unread }: Tally): string {
  const reasons = [...faults].map(([code, lines]) => `${faultNames[code]}: ${lines.toLocaleString("en-US")}`);
  const judged = bad === 0 ? "all valid" : `${valid.toLocaleString("en-US")} valid, ${bad.toLocaleString("en-US")} bad`;
  const lines = valid + bad === 0 ? "no events" : `${count(valid + bad, "line")}: ${judged}`;
  const why = reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
  const incomplete = unread === 0 ? "" : `; ${unread} of ${count(files, "file")} could not be read to the end`;
  return lines + why + incomplete;
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0);
}
