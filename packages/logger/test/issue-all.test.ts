import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidEventError, type MetricEvent } from "@metric-events/core";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type FileSystem, nodeFileSystem } from "../src/file-system.js";
import { IssueMetricEventError } from "../src/index.js";
import { errorOf } from "./support/error-of.js";
import { installed, installedLine, numbered } from "./support/events.js";
import { FullDisk, faulty } from "./support/faulty-file-system.js";
import { linesOf, readLog } from "./support/read-log.js";
import { type RunnerLogger, runnerLogger } from "./support/runner-logger.js";
import { range } from "./support/start-writer.js";

describe("issueAll", () => {
  let path: string;
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
  });

  function openLogger(fileSystem: FileSystem = nodeFileSystem): RunnerLogger {
    const logger = runnerLogger({ path }, fileSystem);
    onTestFinished(() => logger.close());
    return logger;
  }

  const batch = range(0, 20).map((sequence) => numbered("a", sequence, "é".repeat(sequence)));

  it("writes all events in order with one call", () => {
    let writeCount = 0;
    const logger = openLogger(
      faulty({
        write: (...args) => {
          writeCount++;
          return nodeFileSystem.write(...args);
        },
      }),
    );
    logger.issueAll(batch);
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 20));
    expect(writeCount).toBe(1);
    expect(logger.counters).toMatchObject({ issued: 20, rejected: 0 });
  });

  it("writes a megabyte with one call and gives the memory back", () => {
    const large = range(0, 50).map((sequence) => numbered("a", sequence, "x".repeat(20_000)));
    const logger = openLogger();
    logger.issueAll(large);
    logger.issue(numbered("a", 50));
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 51));
  });

  it("does nothing for an empty list", () => {
    openLogger().issueAll([]);
    expect(existsSync(path)).toBe(false);
  });

  it("logs none when one is invalid, and says which", () => {
    const logger = openLogger();
    const events = [installed, { ...installed, duration: -1 }, installed];
    const error = errorOf(InvalidEventError, () => logger.issueAll(events));
    expect(error.message).toBe("not a valid runner_installed event:\n  /1/duration: expected number ≥ 0, received -1");
    expect(existsSync(path)).toBe(false);
    expect(logger.counters).toMatchObject({ issued: 0, rejected: 3 });
    logger.issueAll([installed]);
    expect(linesOf(path)).toEqual([installedLine]);
  });

  it.each<[string, () => Iterable<MetricEvent>]>([
    ["a set", () => new Set(batch)],
    ["a generator", () => batch.values()],
    ["the values of a map", () => new Map(batch.entries()).values()],
  ])("also takes %s, and counts correctly", (_, events) => {
    const logger = openLogger();
    logger.issueAll(events());
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 20));
    const invalid = { ...installed, duration: -1 };
    expect(() => logger.issueAll(new Set([...events(), invalid]))).toThrow("/20/duration: expected number ≥ 0");
    expect(logger.counters).toMatchObject({ issued: 20, rejected: 21, bytes: readFileSync(path).length });
    logger.issueAll(new Set());
    expect(linesOf(path)).toHaveLength(20);
  });

  it.each<[string, unknown, string]>([
    ["a single event", { event: "x" }, "{ event: 'x' }; to log a single event, call issue."],
    ["null", null, "null; to log a single event, call issue."],
    ["nothing", undefined, "undefined; to log a single event, call issue."],
    ["a text", "[]", "'[]'; to log a single event, call issue."],
    [
      "an asynchronous list",
      (async function* () {})(),
      "Object [AsyncGenerator] {}; to log a single event, call issue.",
    ],
  ])("refuses %s and says what it takes", (_, events, received) => {
    const logger = openLogger();
    expect(() => logger.issueAll(events as never)).toThrow(
      new TypeError(`issueAll takes an array of events or another iterable, received ${received}`),
    );
    expect(logger.counters).toMatchObject({ issued: 0, rejected: 0 });
  });

  it("ends a torn line first", () => {
    writeFileSync(path, '{"torn');
    openLogger().issueAll([installed, installed]);
    expect(linesOf(path)).toEqual(['{"torn', installedLine, installedLine]);
  });

  it("loses nothing when a getter of one event logs another", () => {
    const logger = openLogger();
    const meddling = {
      ...installed,
      get flavor() {
        logger.issue(numbered("inner", 1));
        logger.issueAll([numbered("inner", 2), numbered("inner", 3)]);
        return "small";
      },
    };
    logger.issueAll([installed, meddling, installed]);
    expect(readLog(path).sequences.get("inner")).toEqual([1, 2, 3]);
    expect(linesOf(path).slice(3)).toEqual([installedLine, installedLine, installedLine]);
  });

  it("reports how many events are in the log, wherever the disk becomes full", () => {
    const events = range(0, 3).map((sequence) => numbered("a", sequence));
    const lineBytes = events.map((event) => JSON.stringify(event).length + 1);
    const totalBytes = lineBytes.reduce((sum, length) => sum + length, 0);
    const seen = new Set<number>();
    const folder = temporaryFolder();
    for (let freeBytes = 0; freeBytes < totalBytes - 1; freeBytes++) {
      path = join(folder, `${freeBytes}.log`);
      const disk = new FullDisk();
      const logger = openLogger(disk.fileSystem);
      disk.setFreeBytes(freeBytes);
      const error = errorOf(IssueMetricEventError, () => logger.issueAll(events));
      expect(error.code).toBe("disk-full");
      expect(error.event).toBe(events[error.loggedCount]);
      seen.add(error.loggedCount);
      disk.setFreeBytes(Number.POSITIVE_INFINITY);
      logger.issue(numbered("a", 9));
      expect(readLog(path).sequences.get("a"), `${freeBytes} bytes`).toEqual([...range(0, error.loggedCount), 9]);
    }
    expect([...seen].toSorted()).toEqual([0, 1, 2]);
  });

  it("says how many events are in the log", () => {
    const disk = new FullDisk();
    const logger = openLogger(disk.fileSystem);
    const events = range(0, 3).map((sequence) => numbered("a", sequence));
    disk.setFreeBytes(200);
    const lineBytes = JSON.stringify(events[0]).length + 1;
    expect(() => logger.issueAll(events)).toThrow(
      `Cannot log 3 events to ${path}: no space left on device (ENOSPC) after 200 of ${3 * lineBytes} bytes. ` +
        "The first 1 of them are in the log. Free space on its file system, or raise the quota; events are logged again after that.",
    );
    expect(logger.counters).toMatchObject({ issued: 1, rejected: 2, bytes: lineBytes });
  });

  it("appends after what others have appended", () => {
    const logger = openLogger();
    logger.issueAll([installed]);
    appendFileSync(path, "other\n");
    logger.issueAll([installed]);
    expect(linesOf(path)).toEqual([installedLine, "other", installedLine]);
  });
});
