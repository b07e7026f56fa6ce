import { faultNames, type Tally } from "@metric-events/reader";
import { count, type FindingSummary } from "@metric-events/text";

/** The counts per event as a table, everything else in one sentence, and all of it as data. */
export function logSummary(tally: Tally): FindingSummary {
  const { files, unread, valid, bad, faults } = tally;
  const events = [...tally.events].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const rows = events.map(([name, counts]) => [
    name,
    counts.valid.toLocaleString("en-US"),
    counts.invalid.toLocaleString("en-US"),
  ]);
  const summary = {
    files,
    unread,
    lines: valid + bad,
    valid,
    bad,
    events: Object.fromEntries(events),
    badByKind: Object.fromEntries(faults),
  };
  return { table: { columns, rows }, lines: [summarySentence(tally)], data: { summary } };
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
