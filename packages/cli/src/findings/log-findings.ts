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
      facts: factsOf(fault, eventName),
    };
  });
}

type Issue = Extract<Fault, { readonly issue: unknown }>["issue"];

function issueOf(fault: Fault): Issue | undefined {
  return "issue" in fault ? fault.issue : undefined;
}

/** Assigned one by one: to spread them takes as long as judging the line. */
function factsOf(fault: Fault, eventName: string | undefined): Record<string, unknown> {
  const facts: Record<string, unknown> = { kind: fault.code };
  if (eventName !== undefined) facts["event"] = eventName;
  const issue = issueOf(fault);
  if (issue !== undefined) {
    facts["pointer"] = issue.pointer;
    facts["expected"] = issue.expected;
    facts["received"] = issue.received;
    if (issue.suggestion !== undefined) facts["suggestion"] = issue.suggestion;
  }
  if (fault.code === "inexact-number") {
    facts["pointer"] = fault.pointer;
    facts["received"] = fault.received;
    // JSON has no infinity: what a double makes of 1e400 is text.
    facts["double"] = String(fault.double);
  }
  return facts;
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
