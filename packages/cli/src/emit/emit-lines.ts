import { IssueMetricEventError } from "@metric-events/logger";
import {
  diagnose,
  eventOf,
  faultLine,
  judgeLine,
  type LogLine,
  readLines,
  refuseRounded,
  stdinName,
  streamLog,
} from "@metric-events/reader";
import { type Catalogue, type Event, eventNameIn, isBigintAt } from "@metric-events/runtime";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { readFailure } from "../log/reading.js";
import { timeOf } from "./parse-time.js";
import { SuspectWarnings } from "./warn-of-suspects.js";

/**
 * Issues each line of standard input; a line without a time gets the current one. A bad line is reported, and the rest is still
 * issued. A valid event with values that look wrong is issued, too, with a warning.
 */
export async function emitLines(
  catalogue: Catalogue,
  issue: (event: Event) => void,
  context: Context,
): Promise<ExitCode> {
  const stdin = streamLog(context.stdin);
  const warnings = new SuspectWarnings(catalogue, context);
  let exitCode: ExitCode = exitCodes.ok;
  const emit = async (line: LogLine): Promise<void> => {
    const first = judgeLine(line, catalogue, "writer", (data) => withTime(data, context.now() / 1000, catalogue));
    if (first === undefined) return;
    const judged = refuseRounded(first, catalogue, "writer");
    if (judged.isValid) {
      issueLine(eventOf(judged, catalogue).event, line, issue);
      await warnings.warn(judged.event, `${stdinName}:${line.number}`);
      return;
    }
    exitCode = exitCodes.found;
    const { eventName, faults } = diagnose(judged, catalogue, "writer");
    const lines = faults.map((fault) => `${faultLine(stdinName, line.number, eventName, fault)}\n`);
    await context.stderr.print(lines.join(""));
  };
  try {
    for await (const lines of readLines(stdin)) for (const line of lines) await emit(line);
  } catch (error) {
    throw readFailure(error, stdin);
  } finally {
    await warnings.end();
  }
  return exitCode;
}

function issueLine(event: Event, { number }: LogLine, issue: (event: Event) => void): void {
  try {
    issue(event);
  } catch (cause) {
    const rest = "This line and those after it are not in the log.";
    if (cause instanceof UsageError)
      throw new UsageError([`${stdinName}:${number}: ${cause.lines[0]}`, ...cause.lines.slice(1), rest]);
    if (!(cause instanceof IssueMetricEventError)) throw cause;
    throw new EnvironmentError(`${stdinName}:${number}: ${cause.message} ${rest}`, { cause });
  }
}

function withTime(data: unknown, now: number, catalogue: Catalogue): unknown {
  const { timeField, timeKind } = catalogue.envelope;
  const isObject = typeof data === "object" && data !== null && !Array.isArray(data);
  if (!isObject || Object.hasOwn(data, timeField)) return data;
  const bigints = catalogue.get(eventNameIn(data, catalogue.envelope) ?? "")?.bigints;
  return { ...data, [timeField]: timeOf(now, timeKind, isBigintAt(bigints, [timeField])) };
}
