// What do time series cost? `metrics --textfile` of a log that nobody has counted, beside `validate` of the same log; then again, when nothing is new.
// FLEET_EVENTS sets the number of lines (1,000,000).
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fleetLog } from "@metric-events/test-support";
import { quartiles, reportGoals } from "../../../scripts/bench-report.js";

const events = Number(process.env["FLEET_EVENTS"] ?? 1_000_000);
const rounds = Number(process.env["FLEET_ROUNDS"] ?? 5);
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), "metric-events-bench-"));

/** Seconds of a command that must succeed. */
function secondsOf(...args: readonly string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return (performance.now() - begun) / 1000;
}

try {
  writeFileSync(join(cwd, "metrics.log"), [...fleetLog({ seed: 1, events })].join("\n").concat("\n"));
  const validate: number[] = [];
  const counted: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < rounds; round++) {
    validate.push(secondsOf("validate", "metrics.log"));
    counted.push(secondsOf("metrics", "metrics.log", "--textfile", `${round}.prom`));
    again.push(secondsOf("metrics", "metrics.log", "--textfile", `${round}.prom`));
  }
  const megabytes = (statSync(join(cwd, "metrics.log")).size / 1e6).toFixed(0);
  console.log(`Node ${process.version}, ${events.toLocaleString("en-US")} lines, ${megabytes} MB; median of ${rounds}`);
  for (const [name, seconds] of [
    ["validate", validate],
    ["metrics of all", counted],
    ["metrics of nothing new", again],
  ] as const) {
    const { low, median, high } = quartiles(seconds);
    console.log(`${name}: ${median.toFixed(2)} s (${low.toFixed(2)} to ${high.toFixed(2)})`);
  }
  const ratio = quartiles(counted.map((seconds, round) => seconds / (validate[round] ?? Number.NaN))).median;
  console.log(`metrics / validate: ${ratio.toFixed(2)}`);
  reportGoals([{ what: "time of metrics in proportion to validate", actual: ratio, atMost: 2 }]);
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
