import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  readdirSync,
  renameSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
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

test("a log that is not there is said once, and those rotated away are read", async () => {
  const folder = rotatedLogs();
  renameSync(join(folder, "metrics.log"), join(folder, "gone"));
  const { stdout, stderr, exitCode } = await runCommand(["report", "--utc"], {
    cwd: folder,
    env: { METRICS_LOG_PATH: "metrics.log" },
  });
  expect(stdout).toMatch(/^3 events .* in 4 files\n/);
  expect(stdout).toContain(`! ${folder}/metrics.log: no such file or directory\n`);
  expect(stderr).toBe(
    `metric-events: cannot read ${folder}/metrics.log: no such file or directory; name a log, or set METRICS_LOG_PATH\n`,
  );
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
  expect(report.exitCode).toBe(0);
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

test("a log that is emptied while it is read: what was read is reported", async () => {
  const cwd = temporaryFolder();
  const path = join(cwd, "metrics.log");
  writeFileSync(path, `${installedLine(1)}\n`.repeat(60_000));
  let asked = 0;
  const now = (): number => {
    // Progress asks for the time after each batch; before, the time is asked for twice.
    if (++asked === 3) truncateSync(path, 0);
    return 1_795_428_900_000;
  };
  const { stdout, exitCode } = await runCommand(["report", "--utc", "metrics.log"], {
    cwd,
    now,
    isTerminal: true,
    env: { NO_COLOR: "1" },
  });
  expect(stdout).toMatch(/! metrics\.log:\d+: became shorter while it was read: from \d+ bytes to \d+ or less\n/);
  expect(stdout).toMatch(/^\d+,\d{3} events /);
  expect(exitCode).toBe(0);
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
