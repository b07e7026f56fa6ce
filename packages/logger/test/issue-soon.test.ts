import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { InvalidEventError } from "@metric-events/core";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type FileSystem, nodeFileSystem } from "../src/file-system.js";
import { IssueMetricEventError } from "../src/index.js";
import { installed, numbered } from "./support/events.js";
import { FullDisk, faulty, systemError } from "./support/faulty-file-system.js";
import { eventually } from "./support/limits.js";
import { readLog } from "./support/read-log.js";
import { type RunnerLogger, type RunnerLoggerOptions, runnerLogger } from "./support/runner-logger.js";
import { range } from "./support/start-writer.js";

function issueMany(logger: RunnerLogger, start: number, end: number): Promise<void>[] {
  return range(start, end).map((sequence) => logger.issueSoon(numbered("a", sequence)));
}

describe("issueSoon", () => {
  let path: string;
  let writeCount: number;
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
    writeCount = 0;
  });

  function openLogger(options: RunnerLoggerOptions = {}, operations: Partial<FileSystem> = {}): RunnerLogger {
    const counting: Partial<FileSystem> = {
      write: (...args) => {
        writeCount++;
        return nodeFileSystem.write(...args);
      },
    };
    const logger = runnerLogger({ path, ...options }, faulty({ ...counting, ...operations }));
    onTestFinished(() => logger.close());
    return logger;
  }

  it("writes the events of a turn with one call, in order", async () => {
    const logger = openLogger();
    const promises = issueMany(logger, 0, 50);
    expect(existsSync(path)).toBe(false);
    expect(logger.counters).toMatchObject({ issued: 0, pending: 50 });
    await Promise.all(promises);
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 50));
    expect(writeCount).toBe(1);
    expect(logger.counters).toMatchObject({ issued: 50, pending: 0, bytes: readFileSync(path).length });
  });

  it("gathers for maxDelayMs", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const logger = openLogger({ maxDelayMs: 20 });
    const promises = issueMany(logger, 0, 3);
    await nextTurn();
    vi.advanceTimersByTime(19);
    promises.push(...issueMany(logger, 3, 6));
    expect(writeCount).toBe(0);
    vi.advanceTimersByTime(1);
    await Promise.all(promises);
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 6));
    expect(writeCount).toBe(1);
  });

  it("logs the event as it is at the call", async () => {
    const logger = openLogger();
    const event = { ...numbered("a", 1) };
    const promise = logger.issueSoon(event);
    event.workflow = "2";
    await promise;
    expect(readLog(path).sequences.get("a")).toEqual([1]);
  });

  it("keeps its memory within maxQueuedBytes although nobody awaits", () => {
    const maxQueuedBytes = 2000;
    const logger = openLogger({ maxQueuedBytes });
    const lineBytes = JSON.stringify(numbered("a", 1000)).length + 1;
    for (let sequence = 1000; sequence < 3000; sequence++) {
      void logger.issueSoon(numbered("a", sequence));
      expect(logger.counters.pending * lineBytes).toBeLessThan(maxQueuedBytes);
    }
    expect(writeCount).toBeGreaterThan(100);
    logger.flush();
    expect(readLog(path).sequences.get("a")).toEqual(range(1000, 3000));
  });

  it("comes in the log before later events of issue", () => {
    const logger = openLogger();
    void logger.issueSoon(numbered("a", 0));
    void logger.issueSoon(numbered("a", 1));
    logger.issue(numbered("a", 2));
    void logger.issueSoon(numbered("a", 3));
    logger.issueAll([numbered("a", 4), numbered("a", 5)]);
    expect(readLog(path).sequences.get("a")).toEqual(range(0, 6));
  });

  it("is written by flush, close and both kinds of disposal", async () => {
    const ways: ((logger: RunnerLogger) => void | Promise<void>)[] = [
      (logger) => logger.flush(),
      (logger) => logger.close(),
      (logger) => logger[Symbol.dispose](),
      (logger) => logger[Symbol.asyncDispose](),
    ];
    for (const [index, way] of ways.entries()) {
      const logger = openLogger({ maxDelayMs: 1e6, durability: index % 2 === 0 ? "kernel" : "disk" });
      const promise = logger.issueSoon(numbered("a", index));
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      await way(logger);
      expect(readLog(path).sequences.get("a")).toEqual(range(0, index + 1));
      // oxlint-disable-next-line no-await-in-loop -- It is settled by now.
      await promise;
    }
  });

  it("rejects an invalid event, and logs the others", async () => {
    const logger = openLogger();
    const [good, bad, after] = [installed, { ...installed, duration: -1 }, installed].map((event) =>
      logger.issueSoon(event),
    );
    await expect(bad).rejects.toThrow(InvalidEventError);
    await Promise.all([good, after]);
    expect(logger.counters).toMatchObject({ issued: 2, rejected: 1 });
  });

  it("rejects after close", async () => {
    const logger = openLogger();
    logger.close();
    await expect(logger.issueSoon(installed)).rejects.toMatchObject({ code: "closed", event: installed });
  });

  it("fulfills the promises of what is in the log and rejects the others, wherever the disk becomes full", async () => {
    const totalBytes = JSON.stringify(numbered("a", 1)).length * 3 + 3;
    const folder = temporaryFolder();
    const outcomes = new Set<string>();
    for (let freeBytes = 0; freeBytes < totalBytes; freeBytes += 3) {
      path = join(folder, `${freeBytes}.log`);
      const disk = new FullDisk();
      disk.setFreeBytes(freeBytes);
      const logger = openLogger({}, disk.fileSystem);
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      const settled = await Promise.allSettled(issueMany(logger, 0, 3));
      disk.setFreeBytes(Number.POSITIVE_INFINITY);
      logger.issue(numbered("a", 9));
      const accepted = range(0, 3).filter((index) => settled[index]?.status === "fulfilled");
      expect(readLog(path).sequences.get("a"), `${freeBytes} bytes`).toEqual([...accepted, 9]);
      outcomes.add(accepted.join());
    }
    expect([...outcomes].toSorted()).toEqual(["", "0", "0,1"]);
  });

  it("calls the hook, so that an ignored promise does not end the process", async () => {
    const errors: Error[] = [];
    const disk = new FullDisk();
    disk.setFreeBytes(0);
    const logger = openLogger({ onError: (error) => errors.push(error) }, disk.fileSystem);
    void logger.issueSoon(installed);
    await vi.waitFor(() => expect(errors).toHaveLength(1), eventually);
    // A rejection that nobody handles becomes known after the microtasks of the turn.
    await nextTurn();
    expect(errors).toEqual([expect.any(IssueMetricEventError)]);
  });

  it("ends the process for an ignored promise of an invalid event, since the hook is not called", async () => {
    const unhandled: unknown[] = [];
    const listeners = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", (error) => unhandled.push(error));
    onTestFinished(() => {
      process.removeAllListeners("unhandledRejection");
      for (const listener of listeners) process.on("unhandledRejection", listener);
    });
    const hook = vi.fn<() => void>();
    const logger = openLogger({ onError: hook });
    void logger.issueSoon({ ...installed, duration: -1 });
    logger.close();
    void logger.issueSoon(installed);
    await vi.waitFor(() => expect(unhandled).toHaveLength(2), eventually);
    expect(hook).not.toHaveBeenCalled();
    expect(unhandled).toEqual([expect.any(InvalidEventError), expect.objectContaining({ code: "closed" })]);
  });

  describe('with durability "disk"', () => {
    it("syncs once for all events of a turn; later ones form the next group", async () => {
      const syncs: (() => void)[] = [];
      const logger = openLogger(
        { durability: "disk" },
        { fdatasyncSoon: () => new Promise((resolve) => syncs.push(resolve)) },
      );
      const first = issueMany(logger, 0, 10);
      await nextTurn();
      const second = issueMany(logger, 10, 20);
      await nextTurn();
      expect([writeCount, syncs.length, logger.counters.pending]).toEqual([1, 1, 20]);
      syncs[0]?.();
      await Promise.all(first);
      await nextTurn();
      expect([writeCount, syncs.length, logger.counters.pending]).toEqual([2, 2, 10]);
      syncs[1]?.();
      await Promise.all(second);
      expect(readLog(path).sequences.get("a")).toEqual(range(0, 20));
    });

    it("keeps its memory bounded while the device does not answer, and then waits for it", async () => {
      const maxQueuedBytes = 2000;
      const logger = openLogger(
        { durability: "disk", maxQueuedBytes },
        { fdatasyncSoon: () => new Promise(() => undefined) },
      );
      const lineBytes = JSON.stringify(numbered("a", 1000)).length + 1;
      const pending: number[] = [];
      for (let sequence = 1000; sequence < 3000; sequence++) {
        void logger.issueSoon(numbered("a", sequence));
        pending.push(logger.counters.pending * lineBytes);
        // oxlint-disable-next-line no-await-in-loop -- Now and then a group is on its way to the device.
        if (sequence % 7 === 0) await nextTurn();
      }
      // One group is being synced, and another waits for it.
      expect(Math.max(...pending)).toBeLessThan(2 * maxQueuedBytes);
      expect(Math.max(...pending)).toBeGreaterThan(maxQueuedBytes / 2);
      logger.flush();
      expect(readLog(path).sequences.get("a")).toEqual(range(1000, 3000));
    });

    it("rejects what the device did not confirm, although it is in the log", async () => {
      const logger = openLogger({ durability: "disk" }, { fdatasyncSoon: () => Promise.reject(systemError("EIO")) });
      const settled = await Promise.allSettled(issueMany(logger, 0, 2));
      for (const outcome of settled)
        expect(outcome).toMatchObject({
          reason: { code: "not-durable", message: expect.stringContaining("i/o error") },
        });
      expect(readLog(path).sequences.get("a")).toEqual([0, 1]);
    });

    it("keeps a rotated file open until the device has answered", async () => {
      const closed: number[] = [];
      let synced: number | undefined;
      const answers: (() => void)[] = [];
      const logger = openLogger(
        { durability: "disk" },
        {
          fdatasyncSoon: (fd) => {
            synced = fd;
            return new Promise((resolve) => answers.push(resolve));
          },
          close: (fd) => {
            closed.push(fd);
            nodeFileSystem.close(fd);
          },
        },
      );
      const promise = logger.issueSoon(numbered("a", 0));
      await nextTurn();
      renameSync(path, `${path}.1`);
      logger.reopen();
      expect(closed).not.toContain(synced);
      answers[0]?.();
      await promise;
      await nextTurn();
      expect(closed).toContain(synced);
    });

    it("can be flushed while a group is being synced", async () => {
      let answer!: () => void;
      const device = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const logger = openLogger({ durability: "disk" }, { fdatasyncSoon: () => device });
      const promises = issueMany(logger, 0, 5);
      await nextTurn();
      promises.push(...issueMany(logger, 5, 9));
      logger.flush();
      expect(logger.counters).toMatchObject({ issued: 9, pending: 0 });
      answer();
      await Promise.all(promises);
    });
  });
});
