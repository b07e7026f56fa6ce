import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasTool, temporaryFolder } from "@metric-events/test-support";
import { beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

const shells = ["bash", "zsh", "fish"] as const;
const scripts = new Map<string, string>();
const installed = new Set(shells.filter((shell) => hasTool(shell)));

beforeAll(async () => {
  for (const shell of shells) {
    const { stdout, exitCode } = await runCommand(["completion", shell], { cwd: "/" });
    expect(exitCode).toBe(0);
    scripts.set(shell, stdout);
  }
});

it.each([...installed])("the script for %s has no mistake in its syntax", (shell) => {
  const script = join(temporaryFolder(), "script");
  writeFileSync(script, scripts.get(shell) ?? "");
  execFileSync(shell, ["-n", script]);
});

describe.each([
  [
    "",
    [
      "init",
      "new",
      "emit",
      "validate",
      "tail",
      "report",
      "query",
      "export",
      "alert",
      "metrics",
      "rules",
      "dashboard",
      "lnav",
      "ship",
      "compact",
      "collect",
      "events",
      "logrotate",
      "infer",
      "lint",
      "check",
      "diff",
      "generate",
      "docs",
      "pack",
      "completion",
    ],
  ],
  ["init --", ["--yes", "--out", "--log", "--ci", "--help"]],
  ["init --ci ", ["github", "gitlab", "both", "none"]],
  ["init --out f", ["folder"]],
  ["new --f", ["--field"]],
  ["new order_placed --", ["--field", "--help"]],
  ["report --by", ["--by"]],
  ["query --format ", ["table", "json", "csv", "markdown"]],
  ["va", ["validate"]],
  ["emit ", ["reconciliation", "runner_installed", "runner_start", "runner_stop"]],
  ["emit runner_st", ["runner_start", "runner_stop"]],
  ["emit runner_stop --st", ["--status", "--status-info.code"]],
  ["emit runner_stop --status x --job", ["--job-duration", "--job-conclusion"]],
  ["emit runner_stop --path ", ["folder", "metrics.log"]],
  ["tail --event r", ["reconciliation", "runner_installed", "runner_start", "runner_stop"]],
  ["tail --f", ["--follow"]],
  ["validate --format ", ["text", "json", "github", "sarif", "markdown"]],
  ["validate me", ["metrics.log"]],
  ["events s", ["show"]],
  ["events show runner_i", ["runner_installed"]],
  ["logrotate ", ["print", "install", "check"]],
  ["logrotate print --frequency w", ["weekly"]],
  ["infer me", ["metrics.log"]],
  ["infer --event", ["--event-field"]],
  ["infer --format ", ["text", "json"]],
  ["infer --out ", ["folder"]],
  ["lint ", ["folder"]],
  ["completion ", ["bash", "zsh", "fish"]],
  ["--sch", ["--schemas"]],
])("metric-events %s", (words, expected) => {
  it("bash", () => expect(completeInBash(words)).toEqual(expected.toSorted()));
  it.skipIf(!installed.has("fish"))("fish", () => expect(completeInFish(words)).toEqual(expected.toSorted()));
});

it("bash: the value after an equals sign", () => {
  expect(completeInBash("validate --format=g", ["metric-events", "validate", "--format", "=", "g"])).toEqual([
    "github",
  ]);
  expect(completeInBash("validate --format=", ["metric-events", "validate", "--format", "="])).toEqual([
    "github",
    "json",
    "markdown",
    "sarif",
    "text",
  ]);
});

/** A folder with a log and a folder in it. */
function folderToComplete(): string {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "folder"));
  writeFileSync(join(cwd, "metrics.log"), "");
  return cwd;
}

function completeInBash(line: string, words = ["metric-events", ...line.split(" ")]): string[] {
  const program = [
    scripts.get("bash"),
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})`,
    `COMP_CWORD=${words.length - 1}`,
    "_metric_events",
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join("\n");
  const output = execFileSync("bash", ["--norc", "-c", program], { cwd: folderToComplete(), encoding: "utf8" });
  return output
    .split("\n")
    .filter((word) => word !== "")
    .toSorted();
}

function completeInFish(line: string): string[] {
  const program = `${scripts.get("fish")}\ncomplete -C 'metric-events ${line}'`;
  const output = execFileSync("fish", ["--no-config", "-c", program], { cwd: folderToComplete(), encoding: "utf8" });
  const words = output.split("\n").map((word) => (word.split("\t")[0] ?? "").replace(/\/$/, ""));
  return words.filter((word) => word !== "").toSorted();
}
