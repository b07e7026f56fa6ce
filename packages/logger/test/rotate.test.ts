import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { printedSeed, temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { compressRotated } from "../src/compress-rotated.js";
import { type FileSystem, nodeFileSystem } from "../src/file-system.js";
import { LogRotationError } from "../src/index.js";
import { installed, numbered } from "./support/events.js";
import { faultEvents } from "./support/fault-events.js";
import { faulty, systemError } from "./support/faulty-file-system.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { linesOf, readLog } from "./support/read-log.js";
import { type RunnerLogger, type RunnerLoggerOptions, runnerLogger } from "./support/runner-logger.js";
import { range, Writer } from "./support/start-writer.js";

describe("a logger that rotates its log", () => {
  let path: string;
  let clockMs: number;
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
    clockMs = 0;
  });

  /** Every event checks the path, since each takes a millisecond. */
  function openLogger(options: RunnerLoggerOptions, operations: Partial<FileSystem> = {}): RunnerLogger {
    const logger = runnerLogger({ path, ...options }, faulty({ monotonicMs: () => (clockMs += 1), ...operations }));
    onTestFinished(() => logger.close());
    return logger;
  }

  const rotatedFiles = (): string[] =>
    readdirSync(dirname(path))
      .filter((name) => name !== basename(path))
      .toSorted();

  it("begins another at maxBytes, and keeps as many as requested", () => {
    const logger = openLogger({ rotate: { maxBytes: 1000, keep: 3 } });
    for (const sequence of range(0, 100)) logger.issue(numbered("a", sequence));
    expect(rotatedFiles()).toHaveLength(3);
    for (const name of rotatedFiles()) expect(name).toMatch(/^metrics\.log-\d{8}-\d{6}\.\d{3}$/);
    const kept = readLog(path).sequences.get("a") ?? [];
    expect(kept).toEqual(range(100 - kept.length, 100));
    expect(statSync(path).size).toBeLessThan(1300);
    expect(logger.counters.rotations).toBeGreaterThan(10);
  });

  it("keeps the options that it was created with", () => {
    const rotate = { maxBytes: 1000, keep: 3 };
    const logger = openLogger({ rotate });
    Object.assign(rotate, { maxBytes: Number.NaN, keep: 0 });
    for (const sequence of range(0, 100)) logger.issue(numbered("a", sequence));
    expect(rotatedFiles()).toHaveLength(3);
  });

  it("rotates a log that is already too large before the first event", () => {
    writeFileSync(path, `${"x".repeat(2000)}\n`);
    openLogger({ rotate: { maxBytes: 1000, keep: 3 } }).issue(installed);
    expect(linesOf(path)).toHaveLength(1);
    expect(rotatedFiles()).toHaveLength(1);
  });

  it("begins another on another day", () => {
    let nowMs = Date.now();
    const logger = openLogger({ rotate: { every: "day", keep: 3 } }, { wallClockMs: () => nowMs });
    logger.issue(numbered("a", 0));
    logger.issue(numbered("a", 1));
    expect(rotatedFiles()).toEqual([]);
    nowMs += 24 * 3_600_000;
    // The file that is created now has the real time, which is yesterday for the logger.
    logger.issue(numbered("a", 2));
    expect(rotatedFiles()).toHaveLength(1);
    expect(linesOf(join(dirname(path), rotatedFiles()[0] ?? ""))).toHaveLength(2);
  });

  it("counts a log that was last written to yesterday as one of yesterday", () => {
    writeFileSync(path, "yesterday\n");
    utimesSync(path, Date.now() / 1000 - 86_400, Date.now() / 1000 - 86_400);
    openLogger({ rotate: { every: "day", keep: 3 } }).issue(installed);
    expect(rotatedFiles()).toHaveLength(1);
  });

  it("compresses all but the newest", async () => {
    const logger = openLogger({ rotate: { maxBytes: 1000, keep: 50, compress: true } });
    for (const sequence of range(0, 100)) logger.issue(numbered("a", sequence));
    await logger[Symbol.asyncDispose]();
    // Logs that are rotated during a compression are compressed at the next rotation.
    const again = openLogger({ rotate: { maxBytes: 1, keep: 50, compress: true } });
    again.issue(numbered("a", 100));
    await again[Symbol.asyncDispose]();
    const files = rotatedFiles();
    expect(files.filter((name) => !name.endsWith(".gz"))).toEqual(files.slice(-1));
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 101));
  });

  it("keeps the mode of the log when it compresses", async () => {
    const logger = openLogger({ mode: 0o600, rotate: { maxBytes: 1, keep: 50, compress: true } });
    for (const sequence of range(0, 4)) logger.issue(numbered("a", sequence));
    await logger[Symbol.asyncDispose]();
    expect(rotatedFiles().some((name) => name.endsWith(".gz"))).toBe(true);
    for (const name of rotatedFiles()) expect(statSync(join(dirname(path), name)).mode & 0o777).toBe(0o600);
  });

  it("keeps logging when it cannot rotate, says why, and does not try all the time", () => {
    const errors: Error[] = [];
    let tryCount = 0;
    const logger = openLogger(
      { rotate: { maxBytes: 1, keep: 1 }, onError: (error) => errors.push(error) },
      {
        rename: () => {
          tryCount++;
          throw systemError("EACCES");
        },
      },
    );
    for (const sequence of range(0, 100)) logger.issue(numbered("a", sequence));
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 100));
    expect(tryCount).toBe(1);
    expect(errors).toEqual([expect.any(LogRotationError)]);
    expect(errors[0]?.message).toBe(
      `Cannot rotate ${path}: permission denied (EACCES). Events are still logged to it. ` +
        "Allow this user to rename and create files in its folder, or leave the rotation to logrotate(8).",
    );
    clockMs += 2000;
    logger.issue(installed);
    expect(tryCount).toBe(2);
    expect(rotatedFiles()).toEqual([]);
  });

  it("leaves the rotation to the process that holds the lock, and takes over from one that died", () => {
    writeFileSync(`${path}.rotating`, "");
    const logger = openLogger({ rotate: { maxBytes: 1, keep: 1 } });
    for (const sequence of range(0, 3)) logger.issue(numbered("a", sequence));
    expect(rotatedFiles()).toEqual(["metrics.log.rotating"]);
    utimesSync(`${path}.rotating`, 1, 1);
    logger.issue(numbered("a", 3));
    expect(rotatedFiles()).toEqual([expect.stringMatching(/^metrics\.log-\d/)]);
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 4));
  });

  it("takes over a lock from the future, left when the clock was set back", () => {
    writeFileSync(`${path}.rotating`, "");
    utimesSync(`${path}.rotating`, Date.now() / 1000 + 86_400, Date.now() / 1000 + 86_400);
    const logger = openLogger({ rotate: { maxBytes: 1, keep: 1 } });
    for (const sequence of range(0, 2)) logger.issue(numbered("a", sequence));
    expect(rotatedFiles()).toEqual([expect.stringMatching(/^metrics\.log-\d/)]);
  });

  it("keeps the newest when the clock is set back", () => {
    let nowMs = 1_700_000_000_000;
    const logger = openLogger({ rotate: { maxBytes: 1, keep: 2 } }, { wallClockMs: () => nowMs });
    // Not a time, so the file belongs to somebody else.
    writeFileSync(`${path}-20269999-999999.999`, "");
    for (const sequence of range(0, 5)) logger.issue(numbered("a", sequence));
    nowMs -= 3_600_000;
    for (const sequence of range(5, 10)) logger.issue(numbered("a", sequence));
    expect(readLog(path).sequences.get("a")).toEqual([7, 8, 9]);
  });

  it("deletes, with a log, the unfinished compressed files of processes that died", () => {
    const oldest = `${path}-20200101-000000.000`;
    for (const name of [oldest, `${oldest}.gz.123-0a1b2c3d4e5f.part`]) writeFileSync(name, "x");
    const logger = openLogger({ rotate: { maxBytes: 1, keep: 1 } });
    for (const sequence of range(0, 2)) logger.issue(numbered("a", sequence));
    expect(rotatedFiles()).toEqual([expect.stringMatching(/^metrics\.log-\d{8}-\d{6}\.\d{3}$/)]);
    expect(existsSync(oldest)).toBe(false);
  });

  it("never rotates a symbolic link, and says why", () => {
    const errors: Error[] = [];
    const folder = join(dirname(path), "elsewhere");
    mkdirSync(folder);
    symlinkSync(join(folder, "target.log"), path);
    const logger = openLogger({ rotate: { maxBytes: 1, keep: 1 }, onError: (error) => errors.push(error) });
    for (const sequence of range(0, 3)) logger.issue(numbered("a", sequence));
    expect(rotatedFiles()).toEqual(["elsewhere"]);
    expect(linesOf(join(folder, "target.log"))).toHaveLength(3);
    expect(errors.map(({ message }) => message)).toEqual([
      `Cannot rotate ${path}: it is a symbolic link. Events are still logged to it. Give the logger the path that the link leads to.`,
    ]);
  });

  it("keeps the time of the last event when it compresses, since readers sort by it", async () => {
    writeFileSync(path, "a line\n");
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    await compressRotated([path]);
    expect(statSync(`${path}.gz`).mtimeMs).toBe(1_700_000_000_000);
  });

  it("never rotates a directory or a device", () => {
    mkdirSync(path);
    const logger = openLogger({ rotate: { maxBytes: 1, keep: 1 } });
    expect(() => logger.issue(installed)).toThrow("it is a directory");
    rmdirSync(path);
    logger.issue(installed);
    expect(existsSync(path)).toBe(true);
    path = "/dev/null";
    openLogger({ rotate: { maxBytes: 1, keep: 1 } }).issue(installed);
    expect(rotatedFiles()).not.toContain("null");
  });

  it.each<[string, unknown, string]>([
    ["nothing to rotate by", { keep: 1 }, "rotate is { keep: 1 }; expected maxBytes, every or both."],
    ["no number to keep", { maxBytes: 1 }, "rotate.keep is undefined; expected a whole number from 1"],
    ["none to keep", { maxBytes: 1, keep: 0 }, "rotate.keep is 0; expected a whole number from 1"],
    ["an unknown rhythm", { every: "week", keep: 1 }, `rotate.every is 'week'; expected "day".`],
    ["a fraction of bytes", { maxBytes: 1.5, keep: 1 }, "rotate.maxBytes is 1.5; expected bytes"],
    ["a misspelt option", { maxbytes: 1, keep: 1 }, "the option rotate.maxbytes is 1; expected one of maxBytes"],
    ["no options", 5, "rotate is 5; expected an object such as { maxBytes: 100e6, keep: 5 }."],
  ])("refuses %s", (_, rotate, message) => {
    expect(() => runnerLogger({ rotate } as never)).toThrow(message);
  });
});

describe("rotated logs that several processes compress at once", () => {
  it("are complete, whichever is faster", longTest, async () => {
    const folder = temporaryFolder();
    for (const round of range(0, 200)) {
      const path = join(folder, `${round}.log`);
      writeFileSync(path, `${"a line\n".repeat(1 + round * 20)}`);
      // oxlint-disable-next-line no-await-in-loop -- One round after the other.
      await Promise.all(range(0, 6).map(() => compressUntilGone(path)));
      expect(existsSync(path)).toBe(false);
      expect(linesOf(`${path}.gz`)).toHaveLength(1 + round * 20);
    }
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

async function compressUntilGone(path: string): Promise<void> {
  while (existsSync(path)) {
    // oxlint-disable-next-line no-await-in-loop -- Again and again is the point.
    await compressRotated([path]);
    // oxlint-disable-next-line no-await-in-loop -- So that others get their turn.
    await nextTurn();
  }
}

describe("processes that rotate a shared log", () => {
  it("never replaces a log that was rotated in the same millisecond, even without a lock", () => {
    const folder = temporaryFolder();
    const path = join(folder, "metrics.log");
    let clockMs = 0;
    const withoutLock = faulty({
      monotonicMs: () => (clockMs += 1),
      wallClockMs: () => 1_700_000_000_000,
      open: (name, access, mode) =>
        nodeFileSystem.open(name, name.endsWith(".rotating") ? "create-append" : access, mode),
      unlink: (name) => (name.endsWith(".rotating") ? undefined : nodeFileSystem.unlink(name)),
    });
    const loggers = range(0, 2).map(() => runnerLogger({ path, rotate: { maxBytes: 1, keep: 99 } }, withoutLock));
    for (const sequence of range(0, 10)) loggers[sequence % 2]?.issue(numbered("a", sequence));
    for (const logger of loggers) logger.close();
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 10));
  });

  it.each([
    { writerCount: 2, compress: false, via: "issue" },
    { writerCount: 4, compress: true, via: "issue" },
    { writerCount: 4, compress: true, via: "issueSoon" },
  ] as const)(
    "lose, repeat and tear nothing ($writerCount with $via, compress: $compress)",
    longTest,
    async ({ writerCount, compress, via }) => {
      const seed = printedSeed("own rotation");
      const path = join(temporaryFolder(), "metrics.log");
      const count = Math.ceil(faultEvents() / writerCount);
      const rotate = { maxBytes: 200_000, keep: 1_000_000, compress };
      const writers = Array.from(
        { length: writerCount },
        (_, index) =>
          new Writer(path, `writer-${index}`, {
            seed: seed + index,
            sizes: "small",
            burst: 100,
            count,
            via,
            logger: { rotate },
          }),
      );
      const reports = await Promise.all(writers.map((writer) => writer.report()));
      const { sequences, torn, fileCount } = readLog(path);
      expect(torn).toEqual([]);
      for (const [index, { name }] of writers.entries()) {
        expect(reports[index]?.rejected).toEqual([]);
        // Names are times in milliseconds, and a writer may be a little late, so the order is not compared.
        const logged = sequences.get(name)?.toSorted((a, b) => a - b) ?? [];
        expect(firstDifference(logged, range(0, count)), name).toBeUndefined();
      }
      expect(fileCount).toBeGreaterThan(10);
      console.log(`own rotation: ${writerCount * count} accepted, 0 lost, ${fileCount} files`);
    },
  );
});
