// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.
import { execFile } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { type LogrotateOptions, logrotateConfig } from "../src/index.js";
import { faultFactor } from "./support/fault-events.js";
import { printedSeed } from "./support/random.js";
import { readLog } from "./support/read-log.js";
import { hasTool } from "./support/require-tool.js";
import { Writer } from "./support/start-writer.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const run = promisify(execFile);

interface Mode {
  readonly name: string;
  readonly writerCount: number;
  readonly rotationCount: number;
  /** Between two rotations. Default: 2. */
  readonly pauseMs?: number;
  config(logPath: string): string;
}

/** What others configure; `logrotateConfig` would make some of it safer. */
function foreignConfig(logPath: string, ...directives: string[]): string {
  return [`"${logPath}" {`, "rotate 100000", "missingok", ...directives, "}", ""].join("\n");
}

function ownConfig(logPath: string, options: Omit<LogrotateOptions, "logPath" | "rotate">): string {
  return logrotateConfig({ ...options, logPath, rotate: 100_000 });
}

const modes: readonly Mode[] = [
  {
    name: "nocreate",
    writerCount: 4,
    rotationCount: 10,
    config: (path) => foreignConfig(path, "nocreate"),
  },
  { name: "create", writerCount: 4, rotationCount: 20, config: (path) => foreignConfig(path, "create") },
  {
    // gzip starts at once; the larger the log, the longer writers may be stopped by the system (README.md, Limits).
    name: "create, compress",
    writerCount: 2,
    rotationCount: 20,
    pauseMs: 40,
    config: (path) => foreignConfig(path, "create", "compress"),
  },
  {
    name: "create, compress, delaycompress",
    writerCount: 4,
    rotationCount: 20,
    config: (path) => foreignConfig(path, "create", "compress", "delaycompress"),
  },
  {
    name: "the default of logrotateConfig",
    writerCount: 4,
    rotationCount: 10,
    config: (path) => ownConfig(path, {}),
  },
  {
    name: "logrotateConfig without delaycompress",
    writerCount: 3,
    rotationCount: 1,
    config: (path) => ownConfig(path, { create: true, delayCompress: false }),
  },
];

describe.skipIf(!hasTool("logrotate", "logrotate"))("rotation by logrotate(8) in a loop", () => {
  it.each(modes)("loses no event: $name", { timeout: 600_000 }, async (mode) => {
    const { name, writerCount, pauseMs = 2, config } = mode;
    const rotationCount = Math.round(mode.rotationCount * faultFactor);
    const seed = printedSeed(`rotation, ${name}`);
    const folder = temporaryFolder();
    const path = join(folder, "metrics.log");
    const configPath = join(folder, "logrotate.conf");
    writeFileSync(configPath, config(path), { mode: 0o644 });
    const options = { sizes: "small", burst: 100, restMs: 4 } as const;
    const writers = Array.from(
      { length: writerCount },
      (_, index) => new Writer(path, `writer-${index}`, { ...options, seed: seed + index }),
    );
    for (let rotation = 0; rotation < rotationCount; rotation++) {
      // An empty log is not rotated, nor is a missing one: with nocreate, the next event makes it.
      do await rest(pauseMs);
      while (sizeOf(path) === 0);
      await run("logrotate", ["--force", "--state", join(folder, "state"), configPath]);
    }
    const reports = await Promise.all(writers.map((writer) => writer.report()));

    const { sequences, torn, emptyLineCount, fileCount } = readLog(path);
    expect(torn).toEqual([]);
    let acceptedCount = 0;
    for (const [index, { name: writer }] of writers.entries()) {
      const accepted = reports[index]?.accepted ?? [];
      acceptedCount += accepted.length;
      expect(reports[index]?.rejected).toEqual([]);
      expect(missing(accepted, sequences.get(writer) ?? []), `lost events of ${writer}`).toEqual([]);
      expect(sequences.get(writer)?.length, `events of ${writer}`).toBe(accepted.length);
    }
    expect(acceptedCount).toBeGreaterThan(1000);
    expect(fileCount).toBeGreaterThan(rotationCount / 2);
    console.log(`${name}: ${acceptedCount} accepted, 0 lost, ${fileCount} files, ${emptyLineCount} empty lines`);
  });
});

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function missing(expected: readonly number[], actual: readonly number[]): number[] {
  const present = new Set(actual);
  return expected.filter((sequence) => !present.has(sequence));
}
