import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { hasTool, temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import {
  LOG_ROTATE_TIMER_SYSTEMD_SERVICE,
  LogrotateSetupError,
  logrotateConfig,
  METRICS_LOGROTATE_CONFIG,
  SYSTEMCTL_PATH,
  setupLogrotate,
} from "../../src/index.js";
import { errorOf } from "../support/error-of.js";

const logPath = "/var/log/metrics.log";

describe("setupLogrotate", () => {
  let configPath: string;
  let systemctlPath: string;
  let callsPath: string;
  beforeEach(() => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "logrotate.d"));
    configPath = join(folder, "logrotate.d", "metrics");
    systemctlPath = join(folder, "systemctl");
    callsPath = join(folder, "calls");
  });

  /** A systemctl that records its arguments, and ends as given for each of its commands. */
  function fakeSystemctl(endings: Record<string, string> = {}): void {
    const cases = Object.entries(endings).map(([command, ending]) => `${command}) ${ending} ;;`);
    const script = ["#!/bin/sh", `echo "$@" >> '${callsPath}'`, 'case "$1" in', ...cases, "esac", ""].join("\n");
    writeFileSync(systemctlPath, script, { mode: 0o755 });
  }

  function calls(): string[] {
    return existsSync(callsPath) ? readFileSync(callsPath, "utf8").trimEnd().split("\n") : [];
  }

  it("has the paths of a systemd machine as defaults", () => {
    expect([LOG_ROTATE_TIMER_SYSTEMD_SERVICE, SYSTEMCTL_PATH, METRICS_LOGROTATE_CONFIG]).toEqual([
      "logrotate.timer",
      "/usr/bin/systemctl",
      "/etc/logrotate.d/github-runner-metrics",
    ]);
  });

  it("writes the configuration, then enables the timer and starts it when it is inactive", () => {
    fakeSystemctl({ "is-active": "exit 3" });
    setupLogrotate({ configPath, logPath, systemctlPath, rotate: 7 });
    expect(readFileSync(configPath, "utf8")).toBe(logrotateConfig({ logPath, rotate: 7 }));
    expect(calls()).toEqual(["enable logrotate.timer", "is-active --quiet logrotate.timer", "start logrotate.timer"]);
  });

  it("does not start a timer that is active", () => {
    fakeSystemctl();
    setupLogrotate({ configPath, logPath, systemctlPath });
    expect(calls()).toEqual(["enable logrotate.timer", "is-active --quiet logrotate.timer"]);
  });

  it("takes the log from METRICS_LOG_PATH", () => {
    vi.stubEnv("METRICS_LOG_PATH", "/srv/metrics.log");
    onTestFinished(() => void vi.unstubAllEnvs());
    fakeSystemctl();
    setupLogrotate({ configPath, systemctlPath });
    expect(readFileSync(configPath, "utf8")).toContain('"/srv/metrics.log" {');
  });

  it("replaces an earlier configuration by one that all may read, whatever the umask, and leaves no other file", () => {
    const previousUmask = process.umask(0o077);
    onTestFinished(() => void process.umask(previousUmask));
    writeFileSync(configPath, "an earlier configuration, longer than the next one\n".repeat(100));
    fakeSystemctl();
    setupLogrotate({ configPath, logPath, systemctlPath });
    expect(readFileSync(configPath, "utf8")).toBe(logrotateConfig({ logPath }));
    expect(statSync(configPath).mode & 0o777).toBe(0o644);
    expect(readdirSync(join(configPath, ".."))).toEqual(["metrics"]);
  });

  it("refuses an option before it changes anything", () => {
    fakeSystemctl();
    const error = errorOf(LogrotateSetupError, () => setupLogrotate({ configPath, logPath, systemctlPath, rotate: 0 }));
    expect(error.code).toBe("invalid-option");
    expect(existsSync(configPath)).toBe(false);
    expect(calls()).toEqual([]);
  });

  it("says that the folder for the configuration is missing", () => {
    fakeSystemctl();
    const missing = join(configPath, "..", "nowhere", "metrics");
    const error = errorOf(LogrotateSetupError, () => setupLogrotate({ configPath: missing, logPath, systemctlPath }));
    expect(error.code).toBe("config-not-written");
    expect(error.message).toBe(
      `Cannot write the logrotate configuration ${missing}: no such file or directory (ENOENT). ` +
        "Is logrotate installed, and is this user root?",
    );
    expect(error.cause).toBeInstanceOf(Error);
    expect(calls()).toEqual([]);
  });

  it("leaves no temporary file behind when the configuration cannot be put in place", () => {
    mkdirSync(configPath);
    fakeSystemctl();
    const error = errorOf(LogrotateSetupError, () => setupLogrotate({ configPath, logPath, systemctlPath }));
    expect(error.code).toBe("config-not-written");
    expect(error.message).toBe(
      `Cannot write the logrotate configuration ${configPath}: it is a directory, not a file (EISDIR). Name a file in it.`,
    );
    expect(readdirSync(join(configPath, ".."))).toEqual(["metrics"]);
  });

  it("removes what a process that was killed while it wrote the configuration has left, and nothing else", () => {
    fakeSystemctl();
    const left = `${configPath}.0123456789ab.dpkg-new`;
    const others = [`${configPath}.ba9876543210.dpkg-new`, `${configPath}.dpkg-new`, `${configPath}.old`];
    for (const file of [left, ...others]) writeFileSync(file, "unfinished");
    const anHourAgo = Date.now() / 1000 - 3600;
    for (const file of [left, ...others.slice(1)]) utimesSync(file, anHourAgo, anHourAgo);
    setupLogrotate({ configPath, logPath, systemctlPath });
    expect([left, ...others].map((file) => existsSync(file))).toEqual([false, true, true, true]);
  });

  it.skipIf(!hasTool("prlimit", "util-linux"))("keeps the earlier configuration, and names it, on a full disk", () => {
    writeFileSync(configPath, "an earlier configuration");
    const program = `import { setupLogrotate } from "@metric-events/logger"; setupLogrotate(${JSON.stringify({ configPath, logPath, systemctlPath })});`;
    const node = [process.execPath, "--input-type=module", "--eval", program];
    // No file may grow, as on a full disk.
    const { stderr } = spawnSync("prlimit", ["--fsize=0", ...node], { encoding: "utf8" });
    expect(stderr).toContain(`Cannot write the logrotate configuration ${configPath}: file too large (EFBIG).`);
    expect(readFileSync(configPath, "utf8")).toBe("an earlier configuration");
    expect(readdirSync(join(configPath, ".."))).toEqual(["metrics"]);
  });

  it.each([
    ["enable", ["enable logrotate.timer"]],
    ["start", ["enable logrotate.timer", "is-active --quiet logrotate.timer", "start logrotate.timer"]],
  ])("reports what a failing systemctl %s printed", (command, expectedCalls) => {
    fakeSystemctl({ "is-active": "exit 3", [command]: "echo 'Unit logrotate.timer not found.' >&2; exit 5" });
    const error = errorOf(LogrotateSetupError, () => setupLogrotate({ configPath, logPath, systemctlPath }));
    expect(error).toMatchObject({
      code: "systemctl-failed",
      command: [systemctlPath, command, "logrotate.timer"],
      exitStatus: 5,
      stderr: "Unit logrotate.timer not found.\n",
      message: `${systemctlPath} ${command} logrotate.timer failed with exit status 5: Unit logrotate.timer not found.`,
    });
    expect(calls()).toEqual(expectedCalls);
  });

  it("says so when systemctl is killed", () => {
    fakeSystemctl({ enable: "kill -TERM $$" });
    const error = errorOf(LogrotateSetupError, () => setupLogrotate({ configPath, logPath, systemctlPath }));
    expect(error.message).toBe(`${systemctlPath} enable logrotate.timer was killed by SIGTERM`);
    expect(error.exitStatus).toBeUndefined();
  });

  it("says so when there is no systemctl", () => {
    const error = errorOf(LogrotateSetupError, () => setupLogrotate({ configPath, logPath, systemctlPath }));
    expect(error.code).toBe("systemctl-failed");
    expect(error.message).toBe(
      `Cannot run ${systemctlPath} enable logrotate.timer: no such file or directory (ENOENT). ` +
        "Rotation by logrotate.timer needs systemd.",
    );
  });

  it("replaces a symbolic link instead of following it", () => {
    const target = join(configPath, "..", "..", "target");
    writeFileSync(target, "untouched");
    symlinkSync(target, configPath);
    fakeSystemctl();
    setupLogrotate({ configPath, logPath, systemctlPath });
    expect(readFileSync(target, "utf8")).toBe("untouched");
  });
});
