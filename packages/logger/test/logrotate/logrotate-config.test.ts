import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hasTool, temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { type LogrotateOptions, LogrotateSetupError, logrotateConfig } from "../../src/index.js";

const logPath = "/var/log/metrics.log";

describe("logrotateConfig", () => {
  it("renames weekly, keeps four, and compresses one rotation later", () => {
    expect(logrotateConfig({ logPath })).toBe(`\
# The metrics log, rotated by renaming: its writers follow, and no event is lost. copytruncate would lose some.
"/var/log/metrics.log" {
    weekly
    rotate 4
    missingok
    notifempty
    nocopytruncate
    nocreate
    compress
    delaycompress
}
`);
  });

  it("writes every option", () => {
    const options: LogrotateOptions = {
      logPath: "/srv/it's ours/metrics.log",
      frequency: "daily",
      rotate: 30,
      maxSize: "100M",
      create: true,
      delayCompress: false,
    };
    expect(logrotateConfig(options)).toBe(`\
# The metrics log, rotated by renaming: its writers follow, and no event is lost. copytruncate would lose some.
"/srv/it's ours/metrics.log" {
    daily
    rotate 30
    maxsize 100M
    missingok
    notifempty
    nocopytruncate
    create
    compress
    nodelaycompress
    postrotate
        sleep 1
    endscript
}
`);
  });

  it("leaves rotated logs uncompressed when requested", () => {
    const config = logrotateConfig({ logPath, compress: false, maxSize: 5000 });
    expect(config).toContain("    nocompress\n");
    expect(config).toContain("    maxsize 5000\n");
    expect(config).not.toContain("delaycompress");
  });

  it.each<[string, object, string]>([
    [
      "a rotation that keeps nothing",
      { rotate: 0 },
      "rotate is 0; expected a whole number from 1 to 2147483647; with 0, logrotate deletes",
    ],
    [
      "a count that logrotate's int cannot hold",
      { rotate: 2 ** 31 },
      "rotate is 2147483648; expected a whole number from 1",
    ],
    ["a size beyond all disks", { maxSize: "9007199254740993G" }, 'maxSize is "9007199254740993G"; expected'],
    ["a fraction", { rotate: 1.5 }, "rotate is 1.5; expected a whole number from 1"],
    ["endless keeping by -1", { rotate: -1 }, "rotate is -1; expected a whole number from 1"],
    [
      "an unknown frequency",
      { frequency: "hourly" },
      'frequency is "hourly"; expected one of daily, weekly, monthly, yearly',
    ],
    [
      "a size in words",
      { maxSize: "10 MB" },
      'maxSize is "10 MB"; expected bytes as a whole number from 1 to 2^53, or a text such as',
    ],
    ["a size of 0", { maxSize: 0 }, "maxSize is 0; expected"],
    ["a relative path", { logPath: "metrics.log" }, 'logPath is "metrics.log"; expected an absolute path'],
    ["no path", { logPath: undefined }, "logPath is undefined; expected an absolute path"],
    ["a glob", { logPath: "/var/log/*.log" }, 'logPath is "/var/log/*.log"; expected a path without "*"'],
    ["a quote", { logPath: '/var/"log' }, 'expected a path without "\\""'],
    ["a line end", { logPath: "/var/log\n/etc/passwd" }, 'expected a path without "\\n"'],
    ["a brace", { logPath: "/var/{a,b}.log" }, 'expected a path without "{"'],
    ["a backslash", { logPath: "/var/\\log" }, 'expected a path without "\\\\"'],
  ])("refuses %s", (_, options, message) => {
    expect(() => logrotateConfig({ logPath, ...options })).toThrow(
      expect.objectContaining({
        name: "LogrotateSetupError",
        code: "invalid-option",
        message: expect.stringContaining(
          `Cannot set up log rotation: ${message.startsWith("expected") ? "" : message}`,
        ),
      }),
    );
    expect(() => logrotateConfig({ logPath, ...options })).toThrow(message);
    expect(() => logrotateConfig({ logPath, ...options })).toThrow(LogrotateSetupError);
  });
});

describe.skipIf(!hasTool("logrotate", "logrotate"))("logrotate(8) itself", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });

  function configFile(content: string): string {
    const path = join(folder, "logrotate.conf");
    writeFileSync(path, content, { mode: 0o644 });
    return path;
  }

  it.each<[string, Omit<LogrotateOptions, "logPath">, string]>([
    ["metrics.log", {}, "weekly (4 rotations)"],
    ["metrics.log", { frequency: "daily", rotate: 7, compress: false }, "after 1 days (7 rotations)"],
    ["metrics.log", { frequency: "monthly", maxSize: "100M", create: true }, "monthly (4 rotations)"],
    ["metrics.log", { frequency: "yearly", delayCompress: false }, "yearly (4 rotations)"],
    ["with spaces/it's #1 (größe), $HOME ~ & more; `x`!.log", {}, "weekly (4 rotations)"],
  ])("accepts the configuration of %o with %o", (name, options, pattern) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "an event\n");
    const config = configFile(logrotateConfig({ ...options, logPath: path }));
    const { status, stderr } = spawnSync("logrotate", ["--debug", "--state", join(folder, "state"), config], {
      encoding: "utf8",
    });
    expect(stderr).not.toMatch(/error/i);
    expect(status).toBe(0);
    expect(stderr).toContain(`considering log ${path}\n`);
    expect(stderr).toContain(pattern);
  });

  it("renames the log, whatever the defaults are", () => {
    const path = join(folder, "metrics.log");
    writeFileSync(path, "an event\n");
    const inode = statSync(path).ino;
    const unsafeDefaults = "copytruncate\ncompress\nrotate 0\ncreate\n";
    const config = configFile(`${unsafeDefaults}${logrotateConfig({ logPath: path })}`);
    execFileSync("logrotate", ["--force", "--state", join(folder, "state"), config]);
    expect(statSync(`${path}.1`).ino).toBe(inode);
    expect(existsSync(path)).toBe(false);
  });
});
