import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { closeSync, mkdirSync, openSync, readFileSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunnerStart } from "@metric-events/core";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type FileSystem, nodeFileSystem } from "../src/file-system.js";
import { ISSUED_CHANNEL, type IssuedEvent, type IssueMetricEventError } from "../src/index.js";
import { numbered } from "./support/events.js";
import { countingDescriptors, FullDisk, faulty } from "./support/faulty-file-system.js";
import { eventually } from "./support/limits.js";
import { linesOf, readLog } from "./support/read-log.js";
import { type RunnerLogger, type RunnerLoggerOptions, runnerLogger } from "./support/runner-logger.js";

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), "metrics.log");
});

function openLogger(options: RunnerLoggerOptions = {}, fileSystem: FileSystem = nodeFileSystem): RunnerLogger {
  const logger = runnerLogger({ path, ...options }, fileSystem);
  onTestFinished(() => logger.close());
  return logger;
}

const logged = (): readonly number[] => readLog(path).sequences.get("a") ?? [];

/** A lock that can neither be taken nor removed, so that every rotation fails and the hook is called. */
function preventRotation(): void {
  mkdirSync(`${path}.rotating`);
  utimesSync(`${path}.rotating`, 1, 1);
}

/** An event that does something while it is read. */
function doing(sequence: number, action: () => void): RunnerStart {
  const event = numbered("a", sequence);
  return Object.defineProperty({ ...event }, "flavor", {
    enumerable: true,
    get: () => {
      action();
      return event.flavor;
    },
  });
}

describe("a logger that its own hook calls", () => {
  it("accepts only what is in the log when the hook logs another event", async () => {
    const disk = new FullDisk();
    const refused: unknown[] = [];
    const onError = (error: Error): void => {
      refused.push((error as IssueMetricEventError).event);
      if (refused.length === 1) expect(() => logger.issue(numbered("a", 3))).toThrow("no space left");
    };
    const logger = openLogger({ onError }, disk.fileSystem);
    disk.setFreeBytes(0);
    const gathered = logger.issueSoon(numbered("a", 1));
    expect(() => logger.issue(numbered("a", 2))).toThrow("no space left");
    await expect(gathered).rejects.toThrow("no space left");
    expect(logger.counters).toMatchObject({ issued: 0, rejected: 3, pending: 0 });
    disk.setFreeBytes(1_000_000);
    logger.issue(numbered("a", 4));
    expect(logged()).toEqual([4]);
  });

  it("takes no more events while it closes, and loses none that wait", async () => {
    const settled: unknown[] = [];
    let failureCount = 1;
    let syncCount = 0;
    const synced = faulty({
      // Never answers by itself.
      fdatasyncSoon: () => {
        syncCount++;
        return new Promise(() => undefined);
      },
      fdatasync: (fd) => {
        if (failureCount-- > 0) throw new Error("the device is gone");
        nodeFileSystem.fdatasync(fd);
      },
    });
    const onError = (): void => {
      logger.issueSoon(numbered("a", 3)).catch((error: unknown) => settled.push(error));
    };
    const logger = openLogger({ onError, durability: "disk" }, synced);
    const promises = [logger.issueSoon(numbered("a", 1))];
    await vi.waitFor(() => expect(syncCount).toBe(1), eventually);
    promises.push(logger.issueSoon(numbered("a", 2)));
    logger.close();
    expect(await Promise.allSettled(promises)).toMatchObject([
      { status: "rejected", reason: { code: "not-durable" } },
      { status: "fulfilled" },
    ]);
    await vi.waitFor(() => expect(settled).toHaveLength(1), eventually);
    expect(settled).toMatchObject([{ code: "closed" }]);
    expect(logged()).toEqual([1, 2]);
  });

  it.each(["reopen", "close"] as const)(
    "never writes into the file of others when a rotation fails and the hook calls %s",
    (method) => {
      const otherPath = join(dirname(path), "other");
      const onError = (): void => {
        logger[method]();
        // Gets the number of the descriptor that was closed.
        const fd = openSync(otherPath, "a");
        onTestFinished(() => closeSync(fd));
      };
      const logger = openLogger({ onError, checkPath: "always", rotate: { maxBytes: 200, keep: 1 } });
      logger.issue(numbered("a", 1));
      logger.issue(numbered("a", 2));
      preventRotation();
      logger.issue(numbered("a", 3));
      expect(readFileSync(otherPath, "utf8")).toBe("");
      expect(logged()).toEqual([1, 2, 3]);
    },
  );

  it("holds one file open after the hook has logged because of a failed rotation at the first event", () => {
    const { fileSystem, open } = countingDescriptors();
    openLogger().issue(numbered("a", 1));
    preventRotation();
    const onError = (): void => logger.issue(numbered("a", 2));
    const logger = openLogger({ onError, rotate: { maxBytes: 1, keep: 1 } }, fileSystem);
    logger.issue(numbered("a", 3));
    logger.close();
    expect(logged()).toEqual([1, 2, 3]);
    expect([...open]).toEqual([]);
  });

  const ways: [string, (logger: RunnerLogger) => void | Promise<void>][] = [
    ["issue", (logger) => logger.issue(numbered("a", 2))],
    ["issueAll", (logger) => logger.issueAll([numbered("a", 2)])],
    ["issueSoon", (logger) => logger.issueSoon(numbered("a", 2))],
    ["issueSoon, flushed", (logger) => (void logger.issueSoon(numbered("a", 2)), logger.flush())],
  ];
  const durabilities = ["kernel", "disk"] as const;
  const rows = ways.flatMap(([name, issue]) => durabilities.map((durability) => ({ name, issue, durability })));

  it.each(rows)(
    "holds no file after the hook has closed it within $name ($durability)",
    async ({ issue, durability }) => {
      const { fileSystem, open } = countingDescriptors();
      openLogger().issue(numbered("a", 1));
      preventRotation();
      const onError = vi.fn<() => void>(() => logger.close());
      const logger = openLogger({ onError, durability, rotate: { maxBytes: 1, keep: 1 } }, fileSystem);
      await issue(logger);
      expect(onError).toHaveBeenCalledOnce();
      expect(logged()).toEqual([1, 2]);
      await nextTurn();
      expect([...open]).toEqual([]);
      expect(() => logger.issue(numbered("a", 3))).toThrow("the logger is closed");
    },
  );
});

describe("a logger that a subscriber calls", () => {
  it("holds no file open when the subscriber closes it while an event still has to be written", () => {
    const { fileSystem, open } = countingDescriptors();
    const onMessage = (): void => logger.close();
    subscribe(ISSUED_CHANNEL, onMessage);
    onTestFinished(() => void unsubscribe(ISSUED_CHANNEL, onMessage));
    const logger = openLogger({}, fileSystem);
    void logger.issueSoon(numbered("a", 1));
    logger.issue(numbered("a", 2));
    expect(logged()).toEqual([1, 2]);
    expect([...open]).toEqual([]);
  });

  it("publishes and counts each event once", () => {
    const published: string[] = [];
    const onMessage = (message: unknown): void => {
      published.push((message as IssuedEvent).line);
      if (published.length === 1) logger.issue(numbered("a", 3));
    };
    subscribe(ISSUED_CHANNEL, onMessage);
    onTestFinished(() => void unsubscribe(ISSUED_CHANNEL, onMessage));
    const logger = openLogger();
    void logger.issueSoon(numbered("a", 1));
    logger.issue(numbered("a", 2));
    expect(logged()).toEqual([1, 3, 2]);
    expect(published).toEqual(linesOf(path));
    expect(logger.counters).toMatchObject({ issued: 3, bytes: readFileSync(path).length });
  });
});

describe("a logger that a getter of an event of issueSoon calls", () => {
  const rows: [string, (logger: RunnerLogger) => void, number[]][] = [
    ["gathers another", (logger) => void logger.issueSoon(numbered("a", 3)), [1, 3, 2, 4]],
    ["logs another", (logger) => logger.issue(numbered("a", 3)), [1, 3, 2, 4]],
    ["logs many", (logger) => logger.issueAll([numbered("a", 3)]), [1, 3, 2, 4]],
    ["writes what waits", (logger) => logger.flush(), [1, 2, 4]],
    [
      "gathers between writes",
      (logger) => {
        logger.flush();
        void logger.issueSoon(numbered("a", 3));
        logger.flush();
        void logger.issueSoon(numbered("a", 5));
      },
      [1, 3, 5, 2, 4],
    ],
    [
      "gathers one that gathers another",
      (logger) => void logger.issueSoon(doing(3, () => void logger.issueSoon(numbered("a", 5)))),
      [1, 5, 3, 2, 4],
    ],
    ["gathers a large one", (logger) => void logger.issueSoon(numbered("a", 3, "x".repeat(200_000))), [1, 3, 2, 4]],
  ];

  it.each(rows)("loses nothing when it %s", async (_, action, expected) => {
    const logger = openLogger({ maxQueuedBytes: 10_000_000 });
    const promises = [
      logger.issueSoon(numbered("a", 1)),
      logger.issueSoon(doing(2, () => action(logger))),
      logger.issueSoon(numbered("a", 4)),
    ];
    await Promise.all(promises);
    expect(readLog(path).torn).toEqual([]);
    expect(logged()).toEqual(expected);
    expect(logger.counters).toMatchObject({ issued: expected.length, pending: 0, bytes: readFileSync(path).length });
  });
});
