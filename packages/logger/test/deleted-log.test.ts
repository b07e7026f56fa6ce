import { existsSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { nodeFileSystem } from "../src/file-system.js";
import { installed, numbered } from "./support/events.js";
import { faulty } from "./support/faulty-file-system.js";
import { readLog } from "./support/read-log.js";
import { type RunnerLogger, runnerLogger } from "./support/runner-logger.js";

describe("a process that the scheduler stops while its log is rotated", () => {
  let path: string;
  let clockMs: number;
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
    clockMs = 0;
  });

  /** Something happens before or after some writes, which take a while. */
  function openLogger(happening: { before?: () => void; after?: () => void; writes: readonly number[] }): RunnerLogger {
    let writeCount = 0;
    const logger = runnerLogger(
      { path },
      faulty({
        monotonicMs: () => clockMs,
        write: (fd, bytes, start, end) => {
          const isTheOne = happening.writes.includes(++writeCount);
          if (isTheOne) happening.before?.();
          const byteCount = nodeFileSystem.write(fd, bytes, start, end);
          if (isTheOne) happening.after?.();
          if (isTheOne) clockMs += 10;
          return byteCount;
        },
      }),
    );
    onTestFinished(() => logger.close());
    return logger;
  }

  it("does not log into a file that was already deleted", () => {
    const logger = openLogger({ before: () => rmSync(path), writes: [2] });
    for (const sequence of [0, 1, 2]) logger.issue(numbered("a", sequence));
    expect(readLog(path).sequences.get("a")).toEqual([1, 2]);
  });

  it("logs once when the file is deleted after its event", () => {
    const logger = openLogger({
      after: () => {
        waitForLaterTime(path);
        rmSync(path);
      },
      writes: [2],
    });
    for (const sequence of [0, 1, 2]) logger.issue(numbered("a", sequence));
    expect(readLog(path).sequences.get("a")).toEqual([2]);
  });

  it("logs into the next file when a rotation ends while it opens the log", () => {
    writeFileSync(path, "");
    let isRotated = false;
    const logger = runnerLogger(
      { path },
      faulty({
        monotonicMs: () => clockMs,
        // The last step of opening, with which gzip has already read the renamed log to its end.
        fstat: (fd) => {
          const stats = nodeFileSystem.fstat(fd);
          if (isRotated) return stats;
          isRotated = true;
          clockMs += 10;
          renameSync(path, `${path}.1`);
          writeFileSync(path, "");
          return stats;
        },
      }),
    );
    onTestFinished(() => logger.close());
    logger.issue(numbered("a", 0));
    expect([path, `${path}.1`].map((file) => statSync(file).size > 0)).toEqual([true, false]);
  });

  it("logs once when the file is renamed before its event", () => {
    const logger = openLogger({ before: () => renameSync(path, `${path}.1`), writes: [2] });
    for (const sequence of [0, 1, 2]) logger.issue(numbered("a", sequence));
    expect(readLog(path).sequences.get("a")).toEqual([0, 1, 2]);
  });

  it("gives up when the log is deleted again and again", () => {
    const logger = openLogger({ before: () => rmSync(path), writes: [1, 2, 3] });
    expect(() => logger.issue(installed)).toThrow(
      `Cannot log runner_installed to ${path}: the log is deleted again and again. The next event tries the path again.`,
    );
    expect(existsSync(path)).toBe(false);
    logger.issue(numbered("a", 1));
    expect(readLog(path).sequences.get("a")).toEqual([1]);
  });
});

/** Waits until the clock that the kernel takes the times of files from has moved on. */
function waitForLaterTime(file: string): void {
  const probe = `${file}.probe`;
  const { mtimeNs } = statSync(file, { bigint: true });
  do writeFileSync(probe, "x");
  while (statSync(probe, { bigint: true }).mtimeNs <= mtimeNs);
}
