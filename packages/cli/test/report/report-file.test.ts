import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

const line = '{"timestamp":1,"event":"runner_installed","flavor":"small","duration":1}\n';
const command = resolve("dist/main.js");

function folderWithLog(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), line);
  return cwd;
}

describe("report --out", () => {
  it("refuses the file that standard input comes from", () => {
    const cwd = folderWithLog();
    const stdin = openSync(join(cwd, "metrics.log"), "r");
    const args = [command, "report", "-", "--out", "metrics.log"];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd, stdio: [stdin, "pipe", "pipe"] });
    closeSync(stdin);
    expect(stderr.toString()).toContain("--out: metrics.log is one of the logs to read");
    expect(status).toBe(2);
    expect(readFileSync(join(cwd, "metrics.log"), "utf8")).toBe(line);
  });

  it("keeps the old report whole when the new one does not fit", () => {
    const cwd = folderWithLog();
    writeFileSync(join(cwd, "report.txt"), "the old report");
    // A limit of 0 blocks on the size of a file stands for a full disk.
    const shell = `trap '' XFSZ; ulimit -f 0; "$0" "$1" report metrics.log --out report.txt 2>&1`;
    const run = spawnSync("bash", ["-c", shell, process.execPath, command], { cwd, encoding: "utf8" });
    expect(run.stdout).toContain("cannot write report.txt");
    expect(run.status).toBe(3);
    expect(readFileSync(join(cwd, "report.txt"), "utf8")).toBe("the old report");
    expect(readdirSync(cwd).toSorted()).toEqual(["metrics.log", "report.txt"]);
  });

  it("refuses a link to nothing, before the logs are read", async () => {
    const cwd = folderWithLog();
    symlinkSync("elsewhere", join(cwd, "latest"));
    const run = await runCommand(["report", "metrics.log", "--out", "latest"], { cwd });
    expect(run.stderr).toBe("metric-events: cannot write latest: it is a link to a file that does not exist\n");
    expect(run.exitCode).toBe(3);
    expect(readdirSync(cwd).toSorted()).toEqual(["latest", "metrics.log"]);
  });

  it("replaces the file that a link leads to, and writes into a device", async () => {
    const cwd = folderWithLog();
    writeFileSync(join(cwd, "report.txt"), "the old report");
    symlinkSync("report.txt", join(cwd, "latest"));
    expect(await runCommand(["report", "metrics.log", "--out", "latest"], { cwd })).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(cwd, "report.txt"), "utf8")).toContain("1 event");
    const shell = `"$0" "$1" report metrics.log --out /dev/stdout | cat`;
    const output = execFileSync("bash", ["-c", shell, process.execPath, command], { cwd, encoding: "utf8" });
    expect(output).toContain("1 event");
  });
});
