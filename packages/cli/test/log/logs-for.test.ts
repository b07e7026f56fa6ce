import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { installedLine, rotatedLogs, temporaryFolder, until } from "@metric-events/test-support";
import { expect, it, vi } from "vitest";
import { runCommand } from "../support/memory-context.js";
import { runRefusable } from "../support/run-refusable.js";

it("a log and those rotated away from it are read, and nothing else", async () => {
  const folder = rotatedLogs();
  const { stdout } = await runCommand(["report", "--utc"], { cwd: folder, env: { METRICS_LOG_PATH: "metrics.log" } });
  expect(stdout).toMatch(/^4 events from .* in 4 files\n/);
  const query = await runCommand(["query", "select list(duration order by duration) as durations from events"], {
    cwd: folder,
    env: { METRICS_LOG_PATH: "metrics.log" },
  });
  expect(query.stdout).toBe("durations\n[1,2,3,4]\n");
});

it("between a rotation and the next event there is no log, and those rotated away are the whole answer", async () => {
  const folder = rotatedLogs();
  renameSync(join(folder, "metrics.log"), join(folder, "gone"));
  const options = { cwd: folder, env: { METRICS_LOG_PATH: "metrics.log" } };
  const report = await runCommand(["report", "--utc"], options);
  expect(report).toMatchObject({ stdout: expect.stringMatching(/^3 events .* in 3 files\n/), stderr: "", exitCode: 0 });
  expect(report.stdout).not.toContain("no such file");
  const query = await runCommand(["query", "select count(*) as n from events"], options);
  expect(query).toEqual({ stdout: "n\n3\n", stderr: "", exitCode: 0 });
  const exported = await runCommand(["export", "--parquet", "archive"], options);
  expect(exported).toMatchObject({ stderr: "", exitCode: 0 });
});

it("where there is neither a log nor one that was rotated away, that is an error", async () => {
  const folder = temporaryFolder();
  const { stderr, exitCode } = await runCommand(["report", "--utc"], {
    cwd: folder,
    env: { METRICS_LOG_PATH: "metrics.log" },
  });
  expect(stderr).toBe(
    `metric-events: cannot read ${folder}/metrics.log: no such file or directory; name a log, or set METRICS_LOG_PATH\n`,
  );
  expect(exitCode).toBe(3);
});

it("a log beside its compressed copy is read once, and a note says so", async () => {
  const folder = rotatedLogs();
  execFileSync("gzip", ["-k", "metrics.log.1"], { cwd: folder });
  // What a compressor that was killed leaves.
  const whole = readFileSync(join(folder, "metrics.log.1.gz"));
  for (const length of [whole.length, whole.length - 9, 20]) {
    writeFileSync(join(folder, "metrics.log.1.gz"), whole.subarray(0, length));
    const options = { cwd: folder, env: { METRICS_LOG_PATH: "metrics.log" } };
    const family = await runCommand(["query", "select count(*) as n from events"], options);
    const note = `metric-events: ${folder}/metrics.log.1.gz: a compressed copy of ${folder}/metrics.log.1; left out\n`;
    expect(family).toEqual({ stdout: "n\n4\n", stderr: note, exitCode: 0 });
    const named = await runCommand(["report", "--utc", "metrics.log.1.gz", "metrics.log.1"], options);
    expect(named.stdout).toMatch(/^1 event .* in 1 file\n/);
    expect(named.stderr).toBe("metric-events: metrics.log.1.gz: a compressed copy of metrics.log.1; left out\n");
  }
});

it("a compressed log that holds other events than the log of its name is read", async () => {
  const folder = rotatedLogs();
  writeFileSync(join(folder, "metrics.log.1.gz"), gzipSync(`${installedLine(77)}\n`));
  const options = { cwd: folder, env: { METRICS_LOG_PATH: "metrics.log" } };
  expect(await runCommand(["query", "select count(*) as n from events"], options)).toEqual({
    stdout: "n\n5\n",
    stderr: "",
    exitCode: 0,
  });
  // A log that was just emptied is not the original of an old one.
  writeFileSync(join(folder, "metrics.log.1"), "");
  expect((await runCommand(["query", "select count(*) as n from events"], options)).stdout).toBe("n\n4\n");
});

it("logs that are compressed in another way are named as left out", async () => {
  const folder = rotatedLogs();
  writeFileSync(join(folder, "metrics.log.3.xz"), Buffer.from("/Td6WFoAAATm1rRG", "base64"));
  writeFileSync(join(folder, "metrics.log.4.bz2"), "BZh91AY&SY");
  const { stdout, stderr, exitCode } = await runCommand(["report", "--utc"], {
    cwd: folder,
    env: { METRICS_LOG_PATH: "metrics.log" },
  });
  expect(stdout).toMatch(/^4 events .* in 6 files\n/);
  for (const [name, program] of [
    ["3.xz", "xz"],
    ["4.bz2", "bzip2"],
  ] as const) {
    const reason = `compressed with ${program}, which is not supported; pipe it in from ${program} -dc`;
    expect(stderr).toContain(`cannot read ${folder}/metrics.log.${name}: ${reason}`);
  }
  expect(exitCode).toBe(3);
});

it("a rotated log without the right to read it is reported, and the others are read", () => {
  const folder = rotatedLogs();
  chmodSync(join(folder, "metrics.log.1"), 0o000);
  const env = { METRICS_LOG_PATH: "metrics.log" };
  const { stdout, stderr, exitCode } = runRefusable(["report", "--utc"], { cwd: folder, env });
  expect(stdout).toMatch(/^3 events .* in 4 files\n/);
  expect(stdout).toContain(`! ${folder}/metrics.log.1: permission denied\n`);
  expect(stderr).toBe(
    `metric-events: cannot read ${folder}/metrics.log.1: permission denied; name a log, or set METRICS_LOG_PATH\n`,
  );
  expect(exitCode).toBe(3);
});

it("a log that is named twice, or by two names, is counted once, and that is said", async () => {
  const folder = rotatedLogs();
  symlinkSync("metrics.log", join(folder, "link.log"));
  const paths = ["metrics.log", "metrics.log", "metrics.log.1", "link.log"];
  const stderr =
    "metric-events: metrics.log: named twice; read once\nmetric-events: link.log: the same file as metrics.log; read once\n";
  const report = await runCommand(["report", "--utc", ...paths], { cwd: folder });
  expect({ ...report, stdout: report.stdout.split("\n")[0] }).toEqual({
    stdout: "2 events from 2024-07-02 06:00 to 2024-07-02 06:00, in 2 files",
    stderr,
    exitCode: 0,
  });
  const query = await runCommand(["query", "select count(*) as n from events", ...paths], { cwd: folder });
  expect(query).toEqual({ stdout: "n\n2\n", stderr, exitCode: 0 });
});

it("compressed data that is cut off: report and query answer from what came before, and say so", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`.repeat(50_000));
  execFileSync("gzip", ["metrics.log"], { cwd });
  truncateSync(join(cwd, "metrics.log.gz"), 2000);
  writeFileSync(join(cwd, "whole.log"), `${installedLine(2)}\n`);
  const report = await runCommand(["report", "--utc", "--keep-duplicates", "metrics.log.gz", "whole.log"], { cwd });
  expect(report.stdout).toMatch(/! metrics\.log\.gz:\d+: the gzip data ends too early\n/);
  expect(report.stdout).toMatch(/^\d{1,2},\d{3} events .* in 2 files\n/);
  expect(report.exitCode).toBe(3);
  const query = await runCommand(
    [
      "query",
      "select count(*) > 1000 as many, max(duration) as longest from events",
      "--keep-duplicates",
      "metrics.log.gz",
      "whole.log",
    ],
    { cwd },
  );
  expect(query.stdout).toBe("many  longest\ntrue        2\n");
  expect(query.stderr).toBe(
    "metric-events: metrics.log.gz: the gzip data ends too early; what was read before is in the answer\n",
  );
  expect(query.exitCode).toBe(3);
});

it.each([
  ["validate", []],
  ["report", ["--utc"]],
  ["query", ["select count(*) as n from events"]],
])("a log that is emptied while it is read: %s uses what was read, says so, and ends with 3", async (command, args) => {
  const cwd = temporaryFolder();
  const path = join(cwd, "metrics.log");
  writeFileSync(path, `${installedLine(1)}\n`.repeat(60_000));
  let isFirst = true;
  function now(): number {
    // Progress asks for the time after each batch of lines.
    if (isFirst && new Error("here").stack?.includes("Progress.show") === true) {
      isFirst = false;
      truncateSync(path, 0);
    }
    return 1_795_428_900_000;
  }
  const options = { cwd, now, isTerminal: true, env: { NO_COLOR: "1" } };
  const { stdout, stderr, exitCode } = await runCommand([command, ...args, "metrics.log"], options);
  expect(stdout + stderr).toMatch(/metrics\.log.* became shorter while it was read: from \d+ bytes to \d+ or less/);
  expect(exitCode).toBe(3);
});

it("a query that is ended by Ctrl-C leaves nothing behind", async () => {
  const cwd = temporaryFolder();
  const temporary = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`.repeat(20_000));
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = temporary;
  const controller = new AbortController();
  try {
    const running = runCommand(["query", "select count(*) from range(10000000000)", "metrics.log"], {
      cwd,
      signal: controller.signal,
    });
    await until("the query begins", () => readdirSync(temporary).length > 0);
    controller.abort("SIGINT");
    expect((await running).exitCode).toBe(130);
    expect(readdirSync(temporary)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
});

it("a query that is ended before it begins leaves nothing behind", async () => {
  const cwd = temporaryFolder();
  const temporary = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`);
  vi.stubEnv("TMPDIR", temporary);
  try {
    const { exitCode } = await runCommand(["query", "select count(*) from range(10000000000)", "metrics.log"], {
      cwd,
      signal: AbortSignal.abort("SIGTERM"),
    });
    expect(exitCode).toBe(143);
    expect(readdirSync(temporary)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});
