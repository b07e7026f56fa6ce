import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type FileSystem, nodeFileSystem } from "../src/file-system.js";
import { numbered } from "./support/events.js";
import { faulty, systemError } from "./support/faulty-file-system.js";
import { readLog } from "./support/read-log.js";
import { type RunnerLogger, runnerLogger } from "./support/runner-logger.js";

/** A device whose errors are reported as on Linux: once to each open file description, by its next sync. */
class FailingDevice {
  readonly fileSystem: FileSystem;
  #errorCount = 0;
  /** How many errors were reported to each descriptor. */
  readonly #reported = new Map<number, number>();
  readonly #running: { readonly fd: number; readonly settle: (failure?: Error) => void }[] = [];
  readonly #ended: (() => void)[] = [];

  constructor() {
    this.fileSystem = faulty({
      open: (...args) => {
        const fd = nodeFileSystem.open(...args);
        this.#reported.set(fd, this.#errorCount);
        return fd;
      },
      fdatasync: (fd) => {
        const failure = this.#sync(fd);
        if (failure !== undefined) throw failure;
      },
      fdatasyncSoon: (fd) =>
        new Promise((resolve, reject) => {
          const settle = (failure?: Error): void => (failure === undefined ? resolve() : reject(failure));
          this.#running.push({ fd, settle });
        }),
    });
  }

  get isSyncing(): boolean {
    return this.#running.length > 0;
  }

  /** Running syncs in the background get the error now, but the main thread only when it returns to its event loop. */
  fail(): void {
    this.#errorCount++;
    this.#endSyncs();
  }

  /** The main thread returns to its event loop. */
  answer(): void {
    this.#endSyncs();
    for (const tell of this.#ended.splice(0)) tell();
  }

  #endSyncs(): void {
    for (const { fd, settle } of this.#running.splice(0)) {
      const failure = this.#sync(fd);
      this.#ended.push(() => settle(failure));
    }
  }

  #sync(fd: number): Error | undefined {
    const isNews = this.#reported.get(fd) !== this.#errorCount;
    this.#reported.set(fd, this.#errorCount);
    return isNews ? systemError("EIO") : undefined;
  }
}

describe('an error of the device, with durability "disk",', () => {
  let device: FailingDevice;
  let path: string;
  let logger: RunnerLogger;
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
    device = new FailingDevice();
    logger = runnerLogger({ path, durability: "disk" }, device.fileSystem);
    onTestFinished(() => logger.close());
  });

  const notDurable = { status: "rejected", reason: { code: "not-durable" } };

  const calls: [string, () => void][] = [
    ["flush", () => logger.flush()],
    ["close", () => logger.close()],
    [
      "issue after another of issueSoon",
      () => (void logger.issueSoon(numbered("a", 2)), logger.issue(numbered("a", 3))),
    ],
  ];

  it.each(calls)(
    "reaches the events of a group whose sync got the error, when %s syncs them again",
    async (_, call) => {
      const group = logger.issueSoon(numbered("a", 1));
      await nextTurn();
      expect(device.isSyncing).toBe(true);
      device.fail();
      call();
      const [outcome] = await Promise.allSettled([group]);
      expect(outcome).toMatchObject(notDurable);
      device.answer();
      await nextTurn();
      logger.close();
      expect(readLog(path).sequences.get("a")?.[0]).toBe(1);
    },
  );

  it.each<[string, () => void]>([
    ["issue", () => logger.issue(numbered("a", 2))],
    ["issueAll", () => logger.issueAll([numbered("a", 2), numbered("a", 3)])],
  ])("reaches the caller of %s while a group is being synced, and the group as well", async (_, call) => {
    const group = logger.issueSoon(numbered("a", 1));
    await nextTurn();
    device.fail();
    expect(call).toThrow(expect.objectContaining({ code: "not-durable" }));
    device.answer();
    expect((await Promise.allSettled([group]))[0]).toMatchObject(notDurable);
    expect(logger.counters).toMatchObject({ issued: 0, pending: 0 });
    // The next event is not affected.
    logger.issue(numbered("a", 9));
  });

  it("refuses a log that is replaced each time it is opened, and keeps no descriptor of it open", () => {
    let openCount = 0;
    const open = new Set<number>();
    const replaced = faulty({
      open: (name, ...args) => {
        // Each open file description leads to another file.
        const fd = nodeFileSystem.open(`${name}.${openCount++}`, "create-append");
        open.add(fd);
        return args[0] === "folder" ? nodeFileSystem.open(name, ...args) : fd;
      },
      close: (fd) => {
        open.delete(fd);
        nodeFileSystem.close(fd);
      },
    });
    const unlucky = runnerLogger({ path, durability: "disk" }, replaced);
    expect(() => unlucky.issue(numbered("a", 1))).toThrow(
      `Cannot log runner_start to ${path}: the log is replaced again and again. The next event tries the path again.`,
    );
    expect([...open]).toEqual([]);
  });
});
