import { appendFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type FileSystem, nodeFileSystem } from "../src/file-system.js";
import { IssueMetricEventError } from "../src/index.js";
import { installed, installedLine } from "./support/events.js";
import { faulty, systemError } from "./support/faulty-file-system.js";
import { linesOf } from "./support/read-log.js";
import { type RunnerLogger, runnerLogger } from "./support/runner-logger.js";

describe("a torn line that someone else left", () => {
  let path: string;
  let clockMs: number;
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
    clockMs = 0;
  });

  function openLogger(operations: Partial<FileSystem> = {}): RunnerLogger {
    const logger = runnerLogger({ path }, faulty({ monotonicMs: () => clockMs, ...operations }));
    onTestFinished(() => logger.close());
    return logger;
  }

  it("is ended before the first event", () => {
    writeFileSync(path, '{"timestamp":17');
    const logger = openLogger();
    logger.issue(installed);
    logger.issue(installed);
    expect(linesOf(path)).toEqual(['{"timestamp":17', installedLine, installedLine]);
  });

  it.each<[string, (logger: RunnerLogger) => void | Promise<unknown>]>([
    ["issue", (logger) => [1, 2, 3].forEach(() => logger.issue(installed))],
    ["issueAll", (logger) => logger.issueAll([installed, installed, installed])],
    ["issueSoon", (logger) => Promise.all([1, 2, 3].map(() => logger.issueSoon(installed)))],
  ])("does not make any of three events unreadable that %s accepted", async (_, issue) => {
    const torn = installedLine.slice(0, 40);
    writeFileSync(path, torn);
    await issue(openLogger());
    expect(linesOf(path)).toEqual([torn, installedLine, installedLine, installedLine]);
  });

  it("becomes a whole line when only its line end is missing", () => {
    writeFileSync(path, installedLine);
    openLogger().issue(installed);
    expect(linesOf(path)).toEqual([installedLine, installedLine]);
  });

  it("is ended when it appears while the log is held", () => {
    const logger = openLogger();
    logger.issue(installed);
    appendFileSync(path, '{"timestamp":17');
    clockMs += 1;
    logger.issue(installed);
    logger.issue(installed);
    expect(linesOf(path)).toEqual([installedLine, '{"timestamp":17', installedLine, installedLine]);
  });

  it("is not mistaken for whole lines of others", () => {
    const logger = openLogger();
    for (let round = 0; round < 3; round++) {
      logger.issue(installed);
      appendFileSync(path, "another\n");
      clockMs += 1;
    }
    expect(linesOf(path)).toEqual([installedLine, "another", installedLine, "another", installedLine, "another"]);
  });

  it("is not mistaken for a line that is being written", () => {
    const rest = ['stamp":1', '}\n{"time', 'stamp":2}\n'];
    writeFileSync(path, '{"time');
    const logger = openLogger({
      sleep: () => {
        appendFileSync(path, rest.shift() ?? "");
      },
    });
    logger.issue(installed);
    expect(linesOf(path)).toEqual(['{"timestamp":1}', '{"timestamp":2}', installedLine]);
  });

  it("is assumed when the last byte cannot be read", () => {
    writeFileSync(path, "torn");
    openLogger({
      readByte: () => {
        throw systemError("EIO");
      },
    }).issue(installed);
    expect(linesOf(path)).toEqual(["torn", installedLine]);
  });

  it("is gone when the file was truncated", () => {
    const logger = openLogger();
    logger.issue(installed);
    truncateSync(path);
    clockMs += 1;
    logger.issue(installed);
    expect(linesOf(path)).toEqual([installedLine]);
  });

  it("is also ended on a device, when we left it", () => {
    path = "/dev/null";
    const written: string[] = [];
    let isFull = false;
    const logger = openLogger({
      write: (_fd, bytes, start, end) => {
        if (isFull) throw systemError("EIO");
        const byteCount = written.length === 0 ? 5 : end - start;
        isFull = written.length === 0;
        written.push(Buffer.from(bytes.subarray(start, start + byteCount)).toString());
        return byteCount;
      },
    });
    expect(() => logger.issue(installed)).toThrow(IssueMetricEventError);
    isFull = false;
    logger.issue(installed);
    expect(written).toEqual([installedLine.slice(0, 5), `\n${installedLine}\n`]);
  });
});

describe("an error after which the descriptor is useless", () => {
  it.each(["EIO", "EBADF", "ESTALE"] as const)("(%s) ends when its cause ends", (errno) => {
    const path = join(temporaryFolder(), "metrics.log");
    const badDescriptors = new Set<number>();
    const opened: number[] = [];
    const logger = runnerLogger(
      { path },
      faulty({
        open: (...args) => {
          const fd = nodeFileSystem.open(...args);
          // The number of the closed descriptor is used again.
          badDescriptors.delete(fd);
          opened.push(fd);
          return fd;
        },
        write: (fd, bytes, start, end) => {
          if (badDescriptors.has(fd)) throw systemError(errno);
          return nodeFileSystem.write(fd, bytes, start, end);
        },
      }),
    );
    logger.issue(installed);
    for (const fd of opened) badDescriptors.add(fd);
    expect(() => logger.issue(installed)).toThrow(`(${errno})`);
    logger.issue(installed);
    logger.close();
    expect(linesOf(path)).toEqual([installedLine, installedLine]);
  });

  it("is reported with durability disk although the event is in the log", () => {
    const path = join(temporaryFolder(), "metrics.log");
    let isFailing = true;
    const logger = runnerLogger(
      { path, durability: "disk" },
      faulty({
        fdatasync: (fd) => {
          if (isFailing) throw systemError("EIO");
          nodeFileSystem.fdatasync(fd);
        },
      }),
    );
    expect(() => logger.issue(installed)).toThrow(
      expect.objectContaining({
        code: "not-durable",
        message: `runner_installed is in ${path}, but may not be on the device: i/o error (EIO). Do not issue it again: it would be in the log twice.`,
      }),
    );
    isFailing = false;
    logger.issue(installed);
    logger.close();
    expect(linesOf(path)).toEqual([installedLine, installedLine]);
  });

  it("keeps the event out of the log when durability disk cannot sync the folder", () => {
    const path = join(temporaryFolder(), "metrics.log");
    let isFailing = true;
    const logger = runnerLogger(
      { path, durability: "disk" },
      faulty({
        fsync: (fd) => {
          if (isFailing) throw systemError("EIO");
          nodeFileSystem.fsync(fd);
        },
      }),
    );
    expect(() => logger.issue(installed)).toThrow(
      /cannot be synced, i\/o error \(EIO\)\. With durability "disk", this user must/,
    );
    isFailing = false;
    logger.issue(installed);
    logger.close();
    expect(linesOf(path)).toEqual([installedLine]);
  });
});
