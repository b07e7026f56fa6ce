import { type BadLine, type Fault, faultMessage, faultNames, type UnreadLog } from "@metric-events/reader";
import type { PlacedFinding } from "@metric-events/text";

/** What is wrong with a line of a log: a finding for each reason. */
export function faultFindings({ file, line, eventName, faults }: BadLine): PlacedFinding[] {
  return faults.map((fault) => {
    const issue = issueOf(fault);
    const { code, column } = fault;
    const name = faultNames[code];
    return {
      place: { file, line, column },
      code: issue?.code ?? code,
      severity: "error",
      title: eventName === undefined ? name : `${name} (${eventName})`,
      subject: eventName,
      message: faultMessage(fault),
      facts: {
        kind: code,
        ...(eventName === undefined ? {} : { event: eventName }),
        ...(issue === undefined ? {} : issueDetails(issue)),
        ...(fault.code === "inexact-number" ? numberDetails(fault) : {}),
      },
    };
  });
}

type Issue = Extract<Fault, { readonly issue: unknown }>["issue"];

function issueOf(fault: Fault): Issue | undefined {
  return "issue" in fault ? fault.issue : undefined;
}

/** JSON has no infinity: what a double makes of 1e400 is text. */
function numberDetails({ pointer, received, double }: Extract<Fault, { code: "inexact-number" }>): object {
  return { pointer, received, double: String(double) };
}

function issueDetails({ pointer, expected, received, suggestion }: Issue): object {
  return { pointer, expected, received, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** A log that was not read to its end, at the first line that was not read. */
export function unreadFinding({ file, code, message, lastLine }: UnreadLog): PlacedFinding {
  return {
    place: lastLine === 0 ? { file } : { file, line: lastLine + 1, column: 1 },
    code,
    severity: "error",
    title: "not read to the end",
    message,
    facts: { kind: code },
  };
}
