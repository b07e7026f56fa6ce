import { LogError, type LogFile, readLines } from "@metric-events/reader";
import { createCatalogue } from "@metric-events/runtime";
import type { SourceLocation } from "@metric-events/schema";
import type { Baseline } from "../baselines/baseline.js";
import type { Candidate } from "../candidate.js";
import { CheckError } from "../check-error.js";
import type { Events } from "../compare/compare-events.js";
import { eventVersions } from "../compare/event-version.js";
import { pointerField } from "../compare/field-path.js";
import { placeFor } from "../policy/break-finding.js";
import type { Finding } from "../policy/finding.js";
import { ignoreOf } from "../policy/ignore.js";
import { isGoverned, modeOf, type Policy } from "../policy/policy.js";
import type { CheckResult } from "../result.js";
import { type Loss, Replay } from "./replay.js";

interface ReplayJob {
  readonly logs: readonly LogFile[];
  readonly candidate: Candidate;
  /** Schemas that tell lines that were readable before from lines that never were. */
  readonly baselines: readonly Baseline[];
  readonly policy: Policy;
  /** The day on which accepted breaks are judged: `2027-03-31`. */
  readonly today: string;
}

/** Replays the lines of logs through the reader contract of the candidate, and adds to a result which of them would stop reading. */
export async function replayInto(result: CheckResult, job: ReplayJob): Promise<CheckResult> {
  const { logs, candidate, baselines, policy, today } = job;
  const replay = new Replay(
    catalogueOf(candidate.events),
    baselines.map(({ set }) => catalogueOf(eventVersions(set))),
  );
  for (const log of logs) {
    try {
      for await (const lines of readLines(log)) for (const line of lines) replay.take(line, log.name);
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      throw new CheckError("unreadable-log", `cannot read ${log.name}: ${error.message}`, { cause: error });
    }
  }
  const governed = replay.losses.filter(({ eventName }) => isGoverned(modeOf(policy, eventName), "backward"));
  const findings = governed.map((loss): Finding => {
    const about = { eventName: loss.eventName, code: "unreadable-lines", field: pointerField(loss.pointer) };
    return {
      kind: "log",
      code: "unreadable-lines",
      severity: ignoreOf(policy, today, [about]) === undefined ? "error" : "ignored",
      location: placeOf(loss, candidate),
      loss,
    };
  });
  return { ...result, findings: [...result.findings, ...findings], logs: [...result.logs, replay.summary] };
}

function catalogueOf(events: Events) {
  return createCatalogue([...events.values()].map(({ definition }) => definition));
}

/** The field in the schema of the event, or what is nearest to it. */
function placeOf({ eventName, pointer }: Loss, candidate: Candidate): SourceLocation {
  const file = candidate.events.get(eventName)?.event.file;
  if (file === undefined) return placeFor(undefined, candidate);
  const inSchema = pointer
    .split("/")
    .slice(1)
    .map((token) => (token === "*" ? "/items" : `/properties/${token}`))
    .join("");
  const { line, column } = file.document.locate(inSchema, "key");
  return { file: file.path, line, column, pointer: inSchema };
}
