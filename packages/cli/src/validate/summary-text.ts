import { faultNames, type Tally } from "@metric-events/reader";
import { count, formatTable } from "@metric-events/text";

/** The counts per event as a table, and everything else in one sentence. */
export function summaryText(tally: Tally): string {
  return `${eventTable(tally)}${summarySentence(tally)}\n`;
}

/** `1,203 lines: 1,200 valid, 3 bad (torn: 2, glued: 1)` */
export function summarySentence({ valid, bad, faults, files, unread }: Tally): string {
  const reasons = [...faults].map(([code, lines]) => `${faultNames[code]}: ${lines.toLocaleString("en-US")}`);
  const judged = bad === 0 ? "all valid" : `${valid.toLocaleString("en-US")} valid, ${bad.toLocaleString("en-US")} bad`;
  const lines = valid + bad === 0 ? "no events" : `${count(valid + bad, "line")}: ${judged}`;
  const why = reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
  const incomplete = unread === 0 ? "" : `; ${unread} of ${count(files, "file")} could not be read to the end`;
  return lines + why + incomplete;
}

function eventTable({ events }: Tally): string {
  if (events.size === 0) return "";
  const rows = [...events].toSorted(([left], [right]) => (left < right ? -1 : 1));
  const columns = [
    { title: "event" },
    { title: "valid", align: "right" },
    { title: "invalid", align: "right" },
  ] as const;
  const cells = rows.map(([name, { valid, invalid }]) => [
    name,
    valid.toLocaleString("en-US"),
    invalid.toLocaleString("en-US"),
  ]);
  return `${formatTable(columns, cells)}\n`;
}
