import { formatIssue } from "@metric-events/runtime";
import { count, formatBytes, printable } from "@metric-events/text";
import type { Fault, FaultCode } from "./diagnose.js";

/** A fault in one sentence. */
export function faultMessage(fault: Fault): string {
  switch (fault.code) {
    case "invalid":
    case "unknown-event":
      return formatIssue(fault.issue);
    case "torn":
      return `torn: the line ends within ${fault.inside}; its writer was cut off`;
    case "glued":
      return fault.isCut
        ? "glued: an event begins here, within one that was cut off; a newline is missing"
        : "glued: a second value begins here; a newline is missing";
    case "not-finite":
      return `${fault.literal} is not JSON: expected a finite number`;
    case "not-json":
      return `not JSON: expected ${fault.expected}, received ${fault.received}`;
    case "duplicate-key":
      return `duplicate name ${quoted(fault.name)}: readers disagree on which value counts`;
    case "inexact-number": {
      const { pointer, holder, received, double } = fault;
      const expected = holder === "double" ? "a number that a 64-bit float holds" : "a whole number of at most 64 bits";
      const taken = holder === "double" ? `, which readers take for ${double}` : "";
      return `${formatIssue({ code: "type", pointer, expected, received })}${taken}; log it as a string`;
    }
    case "not-utf8":
      return `not UTF-8: the byte 0x${fault.byte.toString(16).padStart(2, "0")} is not part of a character`;
    case "nul":
      return `${count(fault.count, "NUL byte")}; a crash of the machine or its disk leaves them`;
    case "too-deep":
      return `nested too deeply: more than ${count(fault.maxDepth, "level")} of objects and arrays`;
    case "too-long":
      return `too long: ${formatBytes(fault.byteLength)}, skipped; a line has at most ${formatBytes(fault.maxBytes)}`;
    default:
      return fault satisfies never;
  }
}

const maxNameLength = 100;

function quoted(name: string): string {
  return name.length <= maxNameLength ? JSON.stringify(name) : `${JSON.stringify(name.slice(0, maxNameLength))}…`;
}

/** A fault with its place, in the form of compilers, which editors understand. */
export function faultLine(file: string, line: number, eventName: string | undefined, fault: Fault): string {
  const subject = eventName === undefined ? "" : `${eventName}: `;
  return printable(`${file}:${line}:${fault.column}: ${subject}${faultMessage(fault)}`);
}

/** Names of faults in summaries of bad lines, by the first fault of each. */
export const faultNames: Readonly<Record<FaultCode, string>> = {
  invalid: "invalid event",
  "unknown-event": "unknown event",
  torn: "torn",
  glued: "glued",
  "not-finite": "not finite",
  "not-json": "not JSON",
  "duplicate-key": "duplicate name",
  "inexact-number": "inexact number",
  "not-utf8": "not UTF-8",
  nul: "NUL bytes",
  "too-deep": "nested too deeply",
  "too-long": "too long",
};
