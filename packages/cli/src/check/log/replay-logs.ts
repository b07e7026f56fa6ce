import { createCatalogue } from "@metric-events/core/runtime";
import type { SourceLocation } from "@metric-events/schema";
import { readFailure, readLines, stdinName } from "../../log/read-lines.js";
import { parseSource } from "../baselines/parse-source.js";
import { readBaselines } from "../baselines/read-baselines.js";
import type { CheckJob } from "../check-schemas.js";
import type { Events } from "../compare-events.js";
import { eventVersions } from "../event-version.js";
import { pointerField } from "../field-path.js";
import type { Finding } from "../finding.js";
import { ignoreOf } from "../ignore.js";
import { isGoverned, modeOf } from "../policy.js";
import type { CheckReport } from "../report/report.js";
import { type Loss, Replay } from "./replay.js";

/**
 * Replays the lines of logs through the reader contract of the candidate, and adds to a report which of them would stop reading.
 *
 * @throws {EnvironmentError} for a log that cannot be read: what is left out would count as compatible.
 */
export async function replayLogs(
  paths: readonly string[],
  report: CheckReport,
  { candidate, context, manifestFile, policy }: CheckJob,
  against: readonly string[],
): Promise<CheckReport> {
  const places = { cwd: context.cwd, schemas: candidate.folder, manifest: manifestFile };
  const baselines = against.length === 0 ? [] : (await readBaselines(against.map(parseSource), places)).baselines;
  const replay = new Replay(
    catalogueOf(candidate.events),
    baselines.map(({ set }) => catalogueOf(eventVersions(set))),
  );
  for (const path of paths) {
    const file = path === stdinName ? "<stdin>" : path;
    try {
      for await (const lines of readLines(path, context)) for (const line of lines) replay.take(line, file);
    } catch (error) {
      throw readFailure(error, path);
    }
  }
  const today = new Date(context.now()).toISOString().slice(0, 10);
  const governed = replay.losses.filter(({ eventName }) => isGoverned(modeOf(policy, eventName), "backward"));
  const findings = governed.map((loss): Finding => {
    const about = { eventName: loss.eventName, code: "unreadable-lines", field: pointerField(loss.pointer) };
    return {
      kind: "log",
      code: "unreadable-lines",
      severity: ignoreOf(policy, today, [about]) === undefined ? "error" : "ignored",
      location: placeOf(loss, candidate.events, candidate.root),
      loss,
    };
  });
  return { ...report, findings: [...report.findings, ...findings], logs: [...report.logs, replay.summary] };
}

function catalogueOf(events: Events) {
  return createCatalogue([...events.values()].map(({ definition }) => definition));
}

/** The field in the schema of the event, or what is nearest to it. */
function placeOf({ eventName, pointer }: Loss, events: Events, root: string): SourceLocation {
  const file = events.get(eventName)?.event.file;
  if (file === undefined) return { file: `${root}/events`, line: 1, column: 1, pointer: "" };
  const inSchema = pointer
    .split("/")
    .slice(1)
    .map((token) => (token === "*" ? "/items" : `/properties/${token}`))
    .join("");
  const { line, column } = file.document.locate(inSchema, "key");
  return { file: file.path, line, column, pointer: inSchema };
}
