import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateProject } from "@metric-events/codegen";
import { catalogue, Reconciliation, RunnerInstalled, RunnerStart, RunnerStop } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";
import { loadSchemas } from "@metric-events/schema";
import { onPath, requireInCi, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { mustRun } from "./support/run.js";

// Models like those that Python consumers of the log have. They forbid nothing that the log's contract allows.
const reader = `
import json, sys
from typing import Optional
from pydantic import BaseModel, NonNegativeFloat, NonNegativeInt

class Event(BaseModel):
    timestamp: NonNegativeFloat
    event: str

class CodeInformation(BaseModel):
    code: int

class RunnerInstalled(Event):
    flavor: str
    duration: NonNegativeFloat

class RunnerStart(Event):
    flavor: str
    workflow: str
    repo: str
    github_event: str
    idle: NonNegativeFloat
    queue_duration: Optional[NonNegativeFloat]

class RunnerStop(Event):
    flavor: str
    workflow: str
    repo: str
    github_event: str
    status: str
    status_info: Optional[CodeInformation]
    job_duration: NonNegativeFloat
    job_conclusion: Optional[str]

class Reconciliation(Event):
    flavor: str
    crashed_runners: NonNegativeInt
    idle_runners: NonNegativeInt
    active_runners: Optional[NonNegativeInt]
    expected_runners: Optional[NonNegativeInt]
    duration: NonNegativeFloat

models = {
    "runner_installed": RunnerInstalled,
    "runner_start": RunnerStart,
    "runner_stop": RunnerStop,
    "reconciliation": Reconciliation,
}

with open(sys.argv[1], encoding="utf-8", errors="strict", newline="\\n") as log:
    for line in log:
        assert line.endswith("\\n"), "a torn line"
        data = json.loads(line, parse_constant=lambda name: sys.exit(f"{name} is not JSON"))
        print(models[data["event"]].parse_obj(data).json(exclude_none=True))
`;

/** The same with what `metric-events generate --python` writes. */
const generatedReader = `
import sys
import events

with open(sys.argv[1], "rb") as log:
    for line in log:
        assert line.endswith(b"\\n"), "a torn line"
        event = events.parse_line(line)
        print(event.json(exclude_none=True) if events._IS_V1 else event.model_dump_json(exclude_none=True))
`;

const probe = "import pydantic; print(pydantic.VERSION)";
const installed = onPath("python3").flatMap((command) => {
  const { status, stdout } = spawnSync(command, ["-c", probe], { encoding: "utf8" });
  return status === 0 ? [[stdout.trim(), command] as const] : [];
});
const pythons = [...new Map(installed)].map(([version, command]) => ({ version, command }));
const hasPydantic = requireInCi(
  pythons.some(({ version }) => version.startsWith("1.")),
  "no Python 3 with pydantic 1; apt-get install python3-pydantic",
);

if (!pythons.some(({ version }) => version.startsWith("2."))) {
  console.warn("skipped: no Python 3 with pydantic 2, so lines are not read back with it");
}

const readers = pythons.flatMap((python) => [
  ...(python.version.startsWith("1.") ? [{ ...python, models: "written by hand", script: reader }] : []),
  { ...python, models: "generated", script: generatedReader },
]);

describe("lines that metric-events wrote", () => {
  it.skipIf(!hasPydantic).each(readers)(
    "read in Python as the same events, with $models models and pydantic $version",
    async ({ command, script: code }) => {
      const folder = temporaryFolder();
      const log = join(folder, "metrics.log");
      const texts = ["small", "", "日本 ☕ 🚀", "line\nbreak\ttab", 'quote " \\', "\u2028\u0000\u007f"];
      const numbers = [0, 0.1 + 0.2, 1e-7, 1e21, 5e-324, 2 ** 53, 1719900000.25];
      using logger = new EventLogger({ path: log, catalogue });
      for (const text of texts) {
        for (const number of numbers) {
          const job = { flavor: text, workflow: text, repo: text, github_event: text };
          logger.issue(RunnerInstalled({ flavor: text, duration: number, timestamp: number }));
          logger.issue(RunnerStart({ ...job, idle: number, queue_duration: number }));
          logger.issue(RunnerStart({ ...job, idle: number }));
          logger.issue(
            RunnerStop({ ...job, status: text, status_info: { code: -9 }, job_duration: number, job_conclusion: text }),
          );
          logger.issue(RunnerStop({ ...job, status: text, job_duration: number }));
          logger.issue(
            Reconciliation({
              flavor: text,
              crashed_runners: 0,
              idle_runners: 2 ** 53,
              active_runners: 1,
              duration: number,
            }),
          );
        }
      }
      const script = join(folder, "read.py");
      writeFileSync(script, code);
      await generateProject(loadSchemas("schemas"), { python: join(folder, "events.py") });
      const readBack = mustRun(command, [script, log], { env: { ...process.env, PYTHONIOENCODING: "utf-8" } });

      const written = readFileSync(log, "utf8").trimEnd().split("\n");
      const read = readBack.trimEnd().split("\n");
      expect(written).toHaveLength(texts.length * numbers.length * 6);
      expect(read.map((line) => JSON.parse(line))).toEqual(written.map((line) => JSON.parse(line)));
      // And what Python writes then is read here.
      for (const line of read) expect(catalogue.is(JSON.parse(line))).toBe(true);
    },
  );
});
