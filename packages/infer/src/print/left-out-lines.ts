import { faultNames } from "@metric-events/reader";
import { count, printable } from "@metric-events/text";
import type { LeftOutLines, LeftOutReason, LinePlace } from "../left-out.js";

const reasonNames: Readonly<Record<LeftOutReason, string>> = {
  ...faultNames,
  "not-object": "JSON, but not an object",
  "no-name": "without the name of an event",
  "no-time": "without a time",
};

/** How many lines were left out, and where the first ones stand; a line of text for each reason. */
export function leftOutLines(leftOut: readonly LeftOutLines[]): string {
  if (leftOut.length === 0) return "";
  const total = leftOut.reduce((sum, each) => sum + each.count, 0);
  const reasons = leftOut.map(({ reason, count: lines, places }) => {
    const more = lines > places.length ? ", …" : "";
    return `  ${lines.toLocaleString("en-US")} ${reasonNames[reason]} (${places.map(placeText).join(", ")}${more})\n`;
  });
  return `${count(total, "line")} left out:\n${reasons.join("")}`;
}

function placeText({ file, line, column }: LinePlace): string {
  return printable(column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`);
}
