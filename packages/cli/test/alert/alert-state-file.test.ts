import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

const line = '{"timestamp":1,"event":"runner_installed","flavor":"small","duration":1}\n';
const rules = JSON.stringify({
  rules: { silence: { event: "runner_start", take: "count", below: 1, window: "1h" } },
});

function folderWithRules(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), line);
  writeFileSync(join(cwd, "alerts.json"), rules);
  return cwd;
}

describe("alert --state", () => {
  it.each([
    ["metrics.log", "--state: other is one of the logs to read (metrics.log); name another file"],
    ["alerts.json", "--state: other has the rules (alerts.json); name another file"],
  ])("refuses another name of %s", async (name, message) => {
    for (const link of [linkSync, symlinkSync]) {
      const cwd = folderWithRules();
      link(link === linkSync ? join(cwd, name) : name, join(cwd, "other"));
      const run = await runCommand(["alert", "metrics.log", "--state", "other"], { cwd });
      expect(run).toEqual({ exitCode: 2, stdout: "", stderr: `metric-events: ${message}\n` });
      expect(readFileSync(join(cwd, "metrics.log"), "utf8")).toBe(line);
      expect(readFileSync(join(cwd, "alerts.json"), "utf8")).toBe(rules);
    }
  });

  it("refuses the file that standard input comes from", () => {
    const cwd = folderWithRules();
    const stdin = openSync(join(cwd, "metrics.log"), "r");
    const args = [resolve("dist/main.js"), "alert", "-", "--state", "metrics.log"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, stdio: [stdin, "pipe", "pipe"] });
    closeSync(stdin);
    expect(stderr.toString()).toContain("--state: metrics.log is one of the logs to read");
    expect([status, stdout.toString()]).toEqual([2, ""]);
  });

  it("refuses a link to nothing", async () => {
    const cwd = folderWithRules();
    symlinkSync("nothing", join(cwd, "latest"));
    const run = await runCommand(["alert", "metrics.log", "--state", "latest"], { cwd });
    expect(run.stderr).toBe(
      "metric-events: cannot write the state latest: it is a link to a file that does not exist\n",
    );
    expect([run.exitCode, run.stdout]).toEqual([3, ""]);
  });

  it("replaces the file that a link leads to", async () => {
    const cwd = folderWithRules();
    mkdirSync(join(cwd, "states"));
    await runCommand(["alert", "metrics.log", "--state", "states/one"], { cwd });
    symlinkSync("states/one", join(cwd, "latest"));
    const run = await runCommand(["alert", "metrics.log", "--state", "latest"], { cwd });
    expect([run.exitCode, run.stdout]).toEqual([0, "1 rule: no alert, and 1 reported before\n"]);
    expect(readdirSync(join(cwd, "states"))).toEqual(["one"]);
  });
});

const isRoot = process.geteuid?.() === 0;
if (isRoot) console.log("skipped: root may write into any folder");

it.skipIf(isRoot)("refuses a state in a folder that takes no files, before anything is printed", async () => {
  const cwd = folderWithRules();
  const folder = join(cwd, "closed");
  mkdirSync(folder);
  chmodSync(folder, 0o555);
  const run = await runCommand(["alert", "metrics.log", "--state", "closed/state.json"], { cwd });
  const reason = `no file can be made in the folder ${folder}: permission denied`;
  expect(run.stderr).toBe(`metric-events: cannot write the state closed/state.json: ${reason}\n`);
  expect([run.exitCode, run.stdout]).toEqual([3, ""]);
});
