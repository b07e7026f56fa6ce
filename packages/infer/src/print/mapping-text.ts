import { count, excerpt } from "@metric-events/text";
import type { LineMapping } from "../envelope/envelope.js";
import type { Proposal } from "../proposal.js";

/** How many names that changed are listed. */
const maxNames = 5;

/** Which fields hold the envelope, what else could, and what it means when the envelope is not that of this project. */
export function mappingText({ mapping, rivals }: Pick<Proposal, "mapping" | "rivals">): string {
  const notes = rivals.map(({ role, field, usable, lines }) => {
    const what = role === "event" ? "name the event" : "hold the time";
    return `${quote(field)} could ${what}, too: in ${usable.toLocaleString("en-US")} of the first ${count(lines, "line")}\n`;
  });
  return `${mapping.isIdentity ? identityText : foreignText(mapping)}${notes.join("")}`;
}

const identityText = '"event" names the event, "timestamp" is its time in Unix seconds.\n';

function foreignText({ eventField, timeField, timeForm, names }: LineMapping): string {
  const form = timeForm === "text" ? "a date with time and zone" : `Unix time in ${timeForm}`;
  const named =
    eventField === undefined
      ? "No field names the event, so all lines are one event."
      : `${quote(eventField)} names the event.`;
  const changed = names.filter(({ inLog, event }) => eventField !== undefined && inLog !== event);
  const shown = changed.slice(0, maxNames).map(({ inLog, event }) => `${quote(inLog)} is ${event}`);
  const more = changed.length > maxNames ? `, and ${changed.length - maxNames} more` : "";
  return [
    `${named} ${quote(timeField)} is its time: ${form}.`,
    ...(shown.length === 0 ? [] : [`In the schemas, ${shown.join(", ")}${more}.`]),
    'This log has another envelope: the schemas describe its lines as they are once "event" (in snake case) and "timestamp" (in Unix seconds)',
    "take the place of these fields. Programs that write events by these schemas write them so. validate, tail, report, query and export",
    "cannot read this log as it is.",
    "",
  ].join("\n");
}

function quote(text: string): string {
  return excerpt(JSON.stringify(text), 60);
}
