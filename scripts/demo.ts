// `pnpm demo`: the life of a runner, issued into a log in a temporary folder, one bad event that is refused, and the log read back.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildQuietly } from "./run-turbo.js";

console.log("Building (the first time takes a moment) …\n");
buildQuietly("cli", "logger");

// Imported once they are built.
const { InvalidEventError, Reconciliation, RunnerInstalled, RunnerStart, RunnerStop } = await import(
  "@metric-events/core"
);
const { issueEvent } = await import("@metric-events/logger");

const folder = mkdtempSync(join(tmpdir(), "metric-events-demo-"));
const log = join(folder, "metrics.log");
process.env["METRICS_LOG_PATH"] = log;

console.log("# A runner is installed, takes a job, stops; the manager reconciles. Four typed calls of issueEvent:");
const runner = { flavor: "small", workflow: "CI / unit tests", repo: "acme/widgets", github_event: "pull_request" };
issueEvent(RunnerInstalled({ flavor: "small", duration: 42.5 }));
issueEvent(RunnerStart({ ...runner, idle: 12.75, queue_duration: 3.5 }));
issueEvent(RunnerStop({ ...runner, status: "normal", job_duration: 200, job_conclusion: "success" }));
issueEvent(Reconciliation({ flavor: "small", crashed_runners: 0, idle_runners: 4, active_runners: 7, duration: 18 }));
console.log(readFileSync(log, "utf8"));

console.log("# An event with three mistakes. Nothing of it reaches the log:");
try {
  // As JavaScript code could call it: TypeScript refuses all three.
  RunnerStart({ ...runner, flavor: undefined, flavr: "small", workflow: 3, idle: -1 } as never);
} catch (error) {
  if (!(error instanceof InvalidEventError)) throw error;
  console.log(`${error.name}: ${error.message}\n`);
}

run("emit", "runner_stop", "--flavor", "small", "--statsu", "abnormal");
run("validate", log);
run("tail", log);
rmSync(folder, { recursive: true });

function run(...args: readonly string[]): void {
  const shown = args.map((arg) => (arg === log ? "metrics.log" : arg)).join(" ");
  console.log(`$ metric-events ${shown}`);
  const { stdout, stderr } = spawnSync(process.execPath, ["packages/cli/dist/main.js", ...args], { encoding: "utf8" });
  console.log(`${stdout}${stderr}`.replaceAll(log, "metrics.log"));
}
