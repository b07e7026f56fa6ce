import { type Column, count, excerpt, formatTable, jsonText, printable } from "@metric-events/text";
import { guessMessage } from "../guess/guess-message.js";
import type { EventProposal, FieldEvidence, Proposal } from "../proposal.js";
import { leftOutLines } from "./left-out-lines.js";
import { mappingText } from "./mapping-text.js";

/** The forms in which a proposal is printed. */
export const proposalFormats = ["text", "json"] as const;

export type ProposalFormat = (typeof proposalFormats)[number];

/**
 * A proposal for people, as tables of the evidence; or the whole of it as JSON, schemas included. What comes from the log is
 * made harmless.
 */
export function formatProposal(proposal: Proposal, format: ProposalFormat): string {
  if (format === "json") return `${jsonText(proposal)}\n`;
  const { events, lines, leftOut } = proposal;
  const heading = `${count(lines, "line")} of ${count(events.length, "event")}\n`;
  return [heading + leftOutLines(leftOut), mappingText(proposal), ...events.map(eventText)].join("\n");
}

const columns: readonly Column[] = [
  { title: "field" },
  { title: "type" },
  { title: "seen", align: "right" },
  { title: "values", align: "right" },
  { title: "guesses" },
];

function eventText({ name, lines, guesses, fields }: EventProposal): string {
  const heading = `${printable(name)}: ${count(lines, "line")}\n${guesses.map((each) => `${guessMessage(each)}\n`).join("")}`;
  return fields.length === 0 ? heading : heading + formatTable(columns, fields.map(fieldRow));
}

function fieldRow({ path, types, seen, of, values, guesses }: FieldEvidence): string[] {
  const isValue = path.endsWith("[]") || path.endsWith("*");
  return [
    excerpt(path, 60),
    types.length === 0 ? "anything" : types.join(" | "),
    isValue ? seen.toLocaleString("en-US") : `${seen.toLocaleString("en-US")} of ${of.toLocaleString("en-US")}`,
    valuesCell(types, values),
    guesses.map(guessMessage).join("; "),
  ];
}

function valuesCell(types: FieldEvidence["types"], values: number | undefined): string {
  if (!types.some((type) => type === "string" || type === "integer" || type === "number")) return "";
  return values === undefined ? "many" : String(values);
}
