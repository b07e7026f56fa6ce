// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.

import { execFile } from "node:child_process";
import { readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { promisify } from "node:util";
import { hasTool, printedSeed, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type LogrotateOptions, logrotateConfig } from "../src/index.js";
import { faultEvents } from "./support/fault-events.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { readLog } from "./support/read-log.js";
import { range, Writer, type WriterReport } from "./support/start-writer.js";

const run = promisify(execFile);

interface Mode {
  readonly name: string;
  readonly writerCounts: readonly number[];
  /** Between two rotations. Default: 2. */
  readonly pauseMs?: number;
  /** The log is rotated until the writers have finished, but at least this many times. Default: 10. */
  readonly minRotationCount?: number;
  /** Which share of the events may be lost, where no writer can promise that none is. Default: 0. */
  readonly maxLostShare?: number;
  config(logPath: string): string;
}

/** More than there will be, so that all are kept; but not many more, since logrotate tries to rename this many each time. */
const rotate = Math.ceil(2000 * Math.max(1, faultEvents() / 100_000));

/** A configuration that others might write. `logrotateConfig` is safer. */
function foreignConfig(logPath: string, ...directives: string[]): string {
  return [`"${logPath}" {`, `rotate ${rotate}`, "missingok", ...directives, "}", ""].join("\n");
}

function ownConfig(logPath: string, options: Omit<LogrotateOptions, "logPath" | "rotate">): string {
  return logrotateConfig({ ...options, logPath, rotate });
}

const modes: readonly Mode[] = [
  {
    // The first event after a rotation waits for 50 ms.
    name: "nocreate",
    writerCounts: [2, 4],
    pauseMs: 20,
    config: (path) => foreignConfig(path, "nocreate"),
  },
  { name: "create", writerCounts: [2, 4], config: (path) => foreignConfig(path, "create") },
  {
    // gzip starts at once, and the system may stop a writer for longer than gzip takes (README.md, Limits): the burst of a
    // writer that is stopped. A writer that looks at the path too rarely loses 3 % of its events and more.
    name: "create, compress",
    writerCounts: [2, 4],
    pauseMs: 100,
    minRotationCount: 5,
    maxLostShare: 0.005,
    config: (path) => foreignConfig(path, "create", "compress"),
  },
  {
    // gzip reads a log one rotation later: a stopped writer has that long.
    name: "create, compress, delaycompress",
    writerCounts: [2, 4],
    pauseMs: 50,
    config: (path) => foreignConfig(path, "create", "compress", "delaycompress"),
  },
  { name: "the default of logrotateConfig", writerCounts: [4], pauseMs: 20, config: (path) => ownConfig(path, {}) },
  {
    // It waits for a second before it compresses.
    name: "logrotateConfig without delaycompress",
    writerCounts: [3],
    minRotationCount: 1,
    config: (path) => ownConfig(path, { create: true, delayCompress: false }),
  },
];

const trials = modes.flatMap(({ writerCounts, ...mode }) =>
  writerCounts.map((writerCount) => ({ ...mode, writerCount })),
);

describe.skipIf(!hasTool("logrotate", "logrotate"))("rotation by logrotate(8) in a loop", () => {
  it.each(trials)("keeps what $writerCount writers log: $name", longTest, async (trial) => {
    const { name, writerCount, pauseMs = 2, minRotationCount = 10, maxLostShare = 0, config } = trial;
    const seed = printedSeed(`rotation, ${name}`);
    const folder = temporaryFolder();
    const path = join(folder, "metrics.log");
    const configPath = join(folder, "logrotate.conf");
    writeFileSync(configPath, config(path), { mode: 0o644 });
    const minCount = Math.ceil(faultEvents() / writerCount);
    const writers = range(0, writerCount).map(
      (index) =>
        new Writer(path, `writer-${index}`, { seed: seed + index, sizes: "small", burst: 100, restMs: 4, minCount }),
    );
    const over = new AbortController();
    let reports: readonly WriterReport[] = [];
    const end = async (): Promise<void> => {
      reports = await Promise.all(writers.map((writer) => writer.report()));
      over.abort();
    };
    let ended: Promise<void> | undefined;
    let rotationCount = 0;
    // logrotate must not delete a log, however long the writers take.
    while (!over.signal.aborted && rotationCount < rotate - 1) {
      await rest(pauseMs);
      // Neither an empty log nor a missing one is rotated. With nocreate, the next event creates it.
      if (sizeOf(path) === 0) continue;
      await run("logrotate", ["--force", "--state", join(folder, "state"), configPath]);
      rotationCount++;
      keepBackups(path, rotationCount);
      if (rotationCount >= minRotationCount) ended ??= end();
    }
    await (ended ?? end());

    const { sequences, torn, emptyLineCount, fileCount } = readLog(path);
    expect(torn).toEqual([]);
    // A writer may use the renamed log for another moment while another has begun the next one, so the numbers are sorted.
    let acceptedCount = 0;
    let lostCount = 0;
    for (const [index, { name: writer }] of writers.entries()) {
      const { accepted = [], rejected } = reports[index] ?? {};
      expect(rejected).toEqual([]);
      acceptedCount += accepted.length;
      const logged = sequences.get(writer)?.toSorted((a, b) => a - b) ?? [];
      const found = new Set(logged);
      const kept = accepted.filter((sequence) => found.has(sequence));
      // What is logged was accepted, and is logged once.
      expect(firstDifference(logged, kept), writer).toBeUndefined();
      lostCount += accepted.length - kept.length;
    }
    expect(lostCount / acceptedCount, `${lostCount} lost`).toBeLessThanOrEqual(maxLostShare);
    expect(acceptedCount).toBeGreaterThanOrEqual(faultEvents());
    expect(fileCount).toBeGreaterThan(rotationCount / 2);
    console.log(
      `${name}: ${acceptedCount} accepted, ${lostCount} lost, ${rotationCount} rotations, ${emptyLineCount} empty lines`,
    );
  });
});

/**
 * When a writer creates the log between the renaming and the creating of a logrotate that was stopped there, logrotate moves
 * that log aside under a name that is the same for an hour. Here, an hour's rotations take seconds.
 */
function keepBackups(path: string, rotationCount: number): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".backup"))) {
    const number = String(rotationCount).padStart(9, "0");
    renameSync(join(folder, name), `${path}-20260101-${number.slice(0, 6)}.${number.slice(6)}`);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
