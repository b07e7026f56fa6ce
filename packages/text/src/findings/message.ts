import { printable } from "../printable.js";
import { formatTable } from "../table.js";
import type { FindingSummary, PlacedFinding } from "./placed-finding.js";

/** All that there is to say about a finding, for formats with one text for each; a line for each thought. */
export function wholeMessage({ message, details = [] }: PlacedFinding): string {
  const lines = details.flatMap((detail) => (detail.kind === "note" ? [capitalized(detail.text)] : detail.lines));
  return [message, ...lines].map(printable).join("\n");
}

/** The message with what it is about: `door_opened: the event was removed`. */
export function messageWithSubject({ subject, message }: Pick<PlacedFinding, "subject" | "message">): string {
  return subject === undefined ? message : `${subject}: ${message}`;
}

export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The table and the sentences of a summary, for terminals and logs. */
export function summaryText({ table, lines }: FindingSummary): string {
  const parts = [
    table === undefined || table.rows.length === 0 ? "" : formatTable(table.columns, table.rows),
    lines.map((line) => `${printable(line)}\n`).join(""),
  ];
  return parts.filter((part) => part !== "").join("\n");
}
