import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { temporaryFolder, until } from "@metric-events/test-support";
import { expect, test, vi } from "vitest";
import { openLogFamily } from "../../reader/src/read/log-family.js";
import { logChunks } from "../../reader/src/read/read-log.js";
import { installedLine } from "./support/events.js";
import { runCommand } from "./support/memory-context.js";
import { runRefusable } from "./support/run-refusable.js";

/** Lines with a number each, the oldest in the file that was rotated first. */
function rotatedLogs(): string {
  const folder = temporaryFolder();
  const write = (name: string, duration: number, time: number): void => {
    writeFileSync(join(folder, name), `${installedLine(duration)}\n`);
    utimesSync(join(folder, name), time, time);
  };
  write("metrics.log.2", 1, 1000);
  execFileSync("gzip", ["metrics.log.2"], { cwd: folder });
  write("metrics.log-20261122", 2, 2000);
  write("metrics.log.1", 3, 3000);
  write("metrics.log", 4, 4000);
  write("metrics.log.bak", 5, 5000);
  write("other.log.1", 6, 6000);
  return folder;
}

test("a log and those rotated away from it are read, the oldest first, and nothing else", async () => {
  const folder = rotatedLogs();
  const files = await openLogFamily(join(folder, "metrics.log"));
  expect(files.map(({ path }) => path?.slice(folder.length + 1))).toEqual([
    "metrics.log.2.gz",
    "metrics.log-20261122",
    "metrics.log.1",
    "metrics.log",
  ]);
  await Promise.all(files.map(({ handle }) => handle?.close()));
  const { stdout } = await runCommand(["report", "--utc"], { cwd: folder, env: { METRICS_LOG_PATH: "metrics.log" } });
  expect(stdout).toMatch(/^4 events from .* in 4 files\n/);
  const query = await runCommand(["query", "select list(duration order by duration) as durations from events"], {
    cwd: folder,
    env: { METRICS_LOG_PATH: "metrics.log" },
  });
  expect(query.stdout).toBe("durations\n[1,2,3,4]\n");
});

test("a rotation while the logs are read loses nothing and counts nothing twice", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "metrics.log");
  writeFileSync(`${path}.1`, `${installedLine(1)}\n`);
  writeFileSync(path, `${installedLine(2)}\n`);
  const files = await openLogFamily(path);
  renameSync(`${path}.1`, `${path}.2`);
  renameSync(path, `${path}.1`);
  writeFileSync(path, `${installedLine(3)}\n`);
  const texts: string[] = [];
  for (const log of files) {
    expect(log.handle).toBeDefined();
    for await (const chunk of logChunks(log)) texts.push(Buffer.from(chunk).toString());
  }
  expect(texts).toEqual([`${installedLine(1)}\n`, `${installedLine(2)}\n`]);
});

test("between a rotation and the next event there is no log, and those rotated away are the whole answer", async () => {
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

test("where there is neither a log nor one that was rotated away, that is an error", async () => {
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

test("a log beside its compressed copy is read once, and a note says so", async () => {
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

test("a compressed log that holds other events than the log of its name is read", async () => {
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

test("names that logrotate makes with an extension are of rotated logs, and those of other logs are not", async () => {
  const folder = temporaryFolder();
  const names = [
    "metrics.log",
    "metrics.1.log",
    "metrics.2.log.gz",
    "metrics-20240702.log",
    "metrics-20240701-1719800000.log",
  ];
  const others = ["metrics-2.log", "metrics.old.log", "metrics2.log", "metrics-20240702.txt", "metrics.1.log.txt"];
  names.forEach((name, index) => {
    const line = `${installedLine(index)}\n`;
    writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(line) : line);
    utimesSync(join(folder, name), 10_000 - index, 10_000 - index);
  });
  for (const name of others) writeFileSync(join(folder, name), `${installedLine(99)}\n`);
  const family = await openLogFamily(join(folder, "metrics.log"));
  await Promise.all(family.map(({ handle }) => handle?.close()));
  expect(family.map(({ path }) => path?.slice(folder.length + 1))).toEqual(names.toReversed());
});

test("logs that are compressed in another way are named as left out", async () => {
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

test("a rotated log without the right to read it is reported, and the others are read", () => {
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

test("a log that is named twice, or by two names, is counted once, and that is said", async () => {
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

test("compressed data that is cut off: report and query answer from what came before, and say so", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`.repeat(50_000));
  execFileSync("gzip", ["metrics.log"], { cwd });
  truncateSync(join(cwd, "metrics.log.gz"), 2000);
  writeFileSync(join(cwd, "whole.log"), `${installedLine(2)}\n`);
  const report = await runCommand(["report", "--utc", "metrics.log.gz", "whole.log"], { cwd });
  expect(report.stdout).toMatch(/! metrics\.log\.gz:\d+: the gzip data ends too early\n/);
  expect(report.stdout).toMatch(/^\d{1,2},\d{3} events .* in 2 files\n/);
  expect(report.exitCode).toBe(3);
  const query = await runCommand(
    ["query", "select count(*) > 1000 as many, max(duration) as longest from events", "metrics.log.gz", "whole.log"],
    { cwd },
  );
  expect(query.stdout).toBe("many  longest\ntrue        2\n");
  expect(query.stderr).toBe(
    "metric-events: metrics.log.gz: the gzip data ends too early; what was read before is in the answer\n",
  );
  expect(query.exitCode).toBe(3);
});

test.each([
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

test("a log that grows is read up to the line that was last when it was opened", async () => {
  const cwd = temporaryFolder();
  const path = join(cwd, "metrics.log");
  writeFileSync(path, `${installedLine(1)}\n`.repeat(10));
  const [file] = await openLogFamily(path);
  if (file?.handle === undefined) throw new Error("it was not opened");
  let text = "";
  for await (const chunk of logChunks(file)) {
    appendFileSync(path, `${installedLine(2)}\n`.repeat(10));
    text += Buffer.from(chunk).toString();
  }
  expect(text).toBe(`${installedLine(1)}\n`.repeat(10));
});

test("a query that is ended by Ctrl-C leaves nothing behind", async () => {
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

test("a query that is ended before it begins leaves nothing behind", async () => {
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
