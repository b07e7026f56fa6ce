import type { TimeKind } from "@metric-events/runtime";
import { count, excerpt } from "@metric-events/text";
import type { LineMapping } from "../envelope/envelope.js";
import type { Proposal } from "../proposal.js";

/** How many names that are not in snake case are listed. */
const maxNames = 5;

/** Which fields hold the envelope, what else could, and what it means when no field names the event. */
export function mappingText({ mapping, rivals }: Pick<Proposal, "mapping" | "rivals">): string {
  const notes = rivals.map(({ role, field, usable, lines }) => {
    const what = role === "event" ? "name the event" : "hold the time";
    return `${quote(field)} could ${what}, too: in ${usable.toLocaleString("en-US")} of the first ${count(lines, "line")}\n`;
  });
  return `${envelopeText(mapping)}${notes.join("")}`;
}

const timeTexts: Readonly<Record<TimeKind, string>> = {
  s: "Unix time in seconds",
  ms: "Unix time in milliseconds",
  us: "Unix time in microseconds",
  ns: "Unix time in nanoseconds",
  "date-time": "a date with time and zone",
};

function envelopeText({ eventField, timeField, timeKind, names }: LineMapping): string {
  const named =
    eventField === undefined
      ? "No field names the event, so all lines are one event."
      : `${quote(eventField)} names the event.`;
  const changed = names.filter(({ inLog, event }) => eventField !== undefined && inLog !== event);
  const shown = changed.slice(0, maxNames).map(({ inLog, event }) => `${quote(inLog)} is ${event}`);
  const more = changed.length > maxNames ? `, and ${changed.length - maxNames} more` : "";
  return [
    `${named} ${quote(timeField)} is its time: ${timeTexts[timeKind]}.`,
    ...(shown.length === 0 ? [] : [`In files, types and SQL, ${shown.join(", ")}${more}.`]),
    ...(eventField === undefined ? namelessText : []),
    "",
  ].join("\n");
}

const namelessText = [
  'The schemas describe these lines with "event": "log_line" added. validate, tail, report, query and export cannot read this log as it is,',
  "since they find the event of a line by its name.",
];

function quote(text: string): string {
  return excerpt(JSON.stringify(text), 60);
}
