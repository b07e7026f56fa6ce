import type { SuspectTally } from "@metric-events/reader";
import { count, type PlacedFinding } from "@metric-events/text";
import { suspectMessage } from "./suspect-prose.js";

/** What looks wrong in valid events: a warning for each field and reason, at the first line, that names a few others. */
export function suspectFinding(suspect: SuspectTally): PlacedFinding | undefined {
  const { eventName, code, field, value, places, count: total } = suspect;
  const [first, ...others] = places;
  if (first === undefined) return undefined;
  return {
    place: { file: first.file, line: first.line },
    code,
    severity: "warning",
    title: `looks wrong (${eventName})`,
    subject: eventName,
    message: `${suspectMessage(suspect)}${othersText(others, total - 1)}`,
    facts: { kind: code, event: eventName, field, received: value, count: total, lines: places },
  };
}

/** ` (41 more events: a.log:13, a.log:99, …)` */
function othersText(others: SuspectTally["places"], total: number): string {
  if (total === 0) return "";
  const shown = others.map(({ file, line }) => `${file}:${line}`);
  const rest = total > shown.length ? ["…"] : [];
  return ` (${count(total, "more event")}: ${[...shown, ...rest].join(", ")})`;
}
