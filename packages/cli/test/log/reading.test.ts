import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, renameSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bound, installedLine, temporaryFolder } from "@metric-events/test-support";
import { beforeEach, expect, it, vi } from "vitest";
import { runCommand } from "../support/memory-context.js";
import { runRefusable } from "../support/run-refusable.js";

// A reader that waits for the rest of a line calls this; what it waits for then happens, or does not.
vi.mock("node:timers/promises", async (importOriginal) => ({
  ...(await importOriginal<typeof import("node:timers/promises")>()),
  setTimeout: vi.fn(),
}));
beforeEach(() => void vi.mocked(sleep).mockReset());

const mebibyte = 1024 * 1024;
/** Unix time of the year 2100. */
const later = 4_102_444_800;

it("a line that is being written gets a moment to be finished", async () => {
  const cwd = temporaryFolder();
  const path = join(cwd, "metrics.log");
  const line = `${installedLine(1)}\n`;
  const write = (piece: string): void => {
    appendFileSync(path, piece);
    // Of late, however long it takes until somebody looks.
    utimesSync(path, later, later);
  };
  write(line.slice(0, 40));
  const pieces = [line.slice(40, 50), line.slice(50, -1), "\n"];
  vi.mocked(sleep).mockImplementation(async () => write(pieces.shift() ?? ""));
  const { stdout, exitCode } = await runCommand(["validate", "metrics.log"], { cwd });
  expect({ stdout, exitCode }).toMatchObject({ stdout: expect.stringContaining("1 line: all valid"), exitCode: 0 });
  expect(pieces).toEqual([]);
});

it("a line that nobody finishes is given up after a few looks", async () => {
  const cwd = temporaryFolder();
  const path = join(cwd, "metrics.log");
  writeFileSync(path, installedLine(1).slice(0, 40));
  utimesSync(path, later, later);
  vi.mocked(sleep).mockImplementation(async () => {});
  const { stdout } = await runCommand(["validate", "metrics.log"], { cwd });
  expect(stdout).toContain("metrics.log:1:41: torn");
  expect(vi.mocked(sleep).mock.calls.length).toBeGreaterThan(1);
});

it("old files without a newline at their end are not waited for", async () => {
  const cwd = temporaryFolder();
  const names = Array.from({ length: 30 }, (_, index) => `metrics.log.${index}`);
  for (const name of names) {
    writeFileSync(join(cwd, name), installedLine(1));
    utimesSync(join(cwd, name), 1, 1);
  }
  const { stdout } = await runCommand(["validate", ...names], { cwd });
  expect(stdout).toContain("30 lines: all valid");
  expect(sleep).not.toHaveBeenCalled();
});

it("a log that is cut in its compressed form: what came before is counted, and the rest is reported", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`.repeat(50_000));
  execFileSync("gzip", ["-k", "metrics.log"], { cwd });
  truncateSync(join(cwd, "metrics.log.gz"), 2000);
  renameSync(join(cwd, "metrics.log"), join(cwd, "whole.log"));
  const { stdout, exitCode } = await runCommand(["validate", "metrics.log.gz", "whole.log"], { cwd });
  const place = /^metrics\.log\.gz:(\d+):1: the gzip data ends too early\n/.exec(stdout);
  expect(Number(place?.[1])).toBeGreaterThan(1000);
  const counted = (Number(place?.[1]) - 1 + 50_000).toLocaleString("en-US");
  expect(stdout).toContain(`${counted} lines: all valid; 1 of 2 files could not be read to the end`);
  expect(exitCode).toBe(3);
});

it("a FIFO is read to its end", async () => {
  const cwd = temporaryFolder();
  execFileSync("mkfifo", ["pipe"], { cwd });
  spawn(...bound("sh", ["-c", `echo '${installedLine(1)}' > pipe`]), { cwd });
  const { stdout } = await runCommand(["validate", "pipe"], { cwd });
  expect(stdout).toContain("1 line: all valid");
});

it("a line of 100 MB is skipped in bounded memory, and the lines around it are counted", async () => {
  const { stdout, exitCode } = await runCommand(["validate", "-"], { cwd: "/", stdin: longLine() });
  expect(stdout).toBe(
    [
      "<stdin>:2:1: too long: 105 MB, skipped; a line has at most 16.8 MB",
      "",
      "event             valid  invalid",
      "runner_installed      2        0",
      "",
      "3 lines: 2 valid, 1 bad (too long: 1)",
      "",
    ].join("\n"),
  );
  expect(exitCode).toBe(1);
});

it("a file without the right to read it is reported, and the others are read", () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "closed.log"), `${installedLine(1)}\n`, { mode: 0o000 });
  writeFileSync(join(cwd, "open.log"), `${installedLine(1)}\n`);
  const { stdout, stderr, exitCode } = runRefusable(["validate", "closed.log", "open.log"], { cwd });
  expect(stdout).toContain("1 line: all valid; 1 of 2 files could not be read to the end\n");
  expect(stderr).toBe("metric-events: cannot read closed.log: permission denied\n");
  expect(exitCode).toBe(3);
});

async function* longLine(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${installedLine(1)}\n{"text":"`);
  const block = Buffer.alloc(mebibyte, "x");
  for (let count = 0; count < 100; count++) yield block;
  yield Buffer.from(`"}\n${installedLine(2)}\n`);
}
