import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { chmodSync, chownSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { nodeFileSystem } from "../src/file-system.js";
import { ISSUED_CHANNEL, type IssuedEvent, IssueMetricEventError } from "../src/index.js";
import { installed, installedLine, numbered } from "./support/events.js";
import { FullDisk, faulty, systemError } from "./support/faulty-file-system.js";
import { linesOf, readLog } from "./support/read-log.js";
import { type RunnerLogger, type RunnerLoggerOptions, runnerLogger } from "./support/runner-logger.js";

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), "metrics.log");
});

function openLogger(options: RunnerLoggerOptions = {}, fileSystem = nodeFileSystem): RunnerLogger {
  const logger = runnerLogger({ path, ...options }, fileSystem);
  onTestFinished(() => logger.close());
  return logger;
}

function subscribed(listener: (message: IssuedEvent) => void): void {
  const onMessage = (message: unknown): void => listener(message as IssuedEvent);
  subscribe(ISSUED_CHANNEL, onMessage);
  onTestFinished(() => void unsubscribe(ISSUED_CHANNEL, onMessage));
}

describe("the channel metric-events:issued", () => {
  it("publishes every accepted event, whichever call issued it, and no other", async () => {
    const messages: IssuedEvent[] = [];
    subscribed((message) => messages.push(message));
    const disk = new FullDisk();
    const logger = openLogger({}, disk.fileSystem);
    logger.issue(installed);
    logger.issueAll([numbered("a", 1), numbered("größe", 2)]);
    await logger.issueSoon(numbered("a", 3));
    disk.setFreeBytes(3);
    expect(() => logger.issue(installed)).toThrow();
    expect(messages.map(({ line }) => line)).toEqual(linesOf(path).slice(0, 4));
    expect(messages[0]).toMatchObject({ path, line: installedLine, event: installed });
  });

  it("lets a subscriber issue events", () => {
    const logger = openLogger();
    subscribed(({ event }) => {
      if ("event" in event && event.event === "runner_installed") logger.issue(numbered("inner", 1));
    });
    logger.issue(installed);
    logger.issueAll([installed, installed]);
    expect(readLog(path).sequences.get("inner")).toEqual([1, 1, 1]);
    expect(linesOf(path).filter((line) => line === installedLine)).toHaveLength(3);
  });

  it("loses no event when a subscriber throws", async () => {
    const uncaught: unknown[] = [];
    const listeners = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", (error) => uncaught.push(error));
    onTestFinished(() => {
      process.removeAllListeners("uncaughtException");
      for (const listener of listeners) process.on("uncaughtException", listener);
    });
    subscribed(() => {
      throw new Error("a subscriber's own");
    });
    openLogger().issue(installed);
    expect(linesOf(path)).toEqual([installedLine]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(uncaught).toEqual([new Error("a subscriber's own")]);
  });
});

describe("counters", () => {
  it("count events, bytes, rotations and retries once each", () => {
    let failuresLeft = 2;
    const logger = openLogger(
      {},
      faulty({
        write: (...args) => {
          if (failuresLeft-- > 0) throw systemError("EINTR");
          return nodeFileSystem.write(...args);
        },
      }),
    );
    logger.issue(installed);
    expect(() => logger.issue({ ...installed, duration: -1 })).toThrow();
    renameSync(path, `${path}.1`);
    logger.reopen();
    logger.issue(installed);
    const bytes = 2 * (installedLine.length + 1);
    expect(logger.counters).toEqual({ issued: 2, rejected: 1, pending: 0, bytes, rotations: 1, retries: 2 });
  });
});

describe("onError", () => {
  it("is called with what is thrown", () => {
    const errors: Error[] = [];
    path = "/dev/full";
    const logger = openLogger({ onError: (error) => errors.push(error) });
    expect(() => logger.issue(installed)).toThrow(IssueMetricEventError);
    expect(() => logger.issueAll([installed, installed])).toThrow("Cannot log 2 events to /dev/full");
    expect(errors).toHaveLength(2);
  });
});

describe('checkPath "always"', () => {
  it("notices a rename before the next event, however little time has passed", () => {
    const logger = openLogger({ checkPath: "always" }, faulty({ monotonicMs: () => 0 }));
    logger.issue(numbered("a", 0));
    renameSync(path, `${path}.1`);
    logger.issue(numbered("a", 1));
    expect([linesOf(`${path}.1`), linesOf(path)].map((lines) => lines.length)).toEqual([1, 1]);
  });

  it("looks at the path once for each event", () => {
    let statCount = 0;
    const logger = openLogger(
      { checkPath: "always" },
      faulty({
        monotonicMs: () => 0,
        stat: (name) => {
          statCount++;
          return nodeFileSystem.stat(name);
        },
      }),
    );
    logger.issue(installed);
    statCount = 0;
    for (let count = 0; count < 10; count++) logger.issue(installed);
    expect(statCount).toBe(10);
  });
});

describe.skipIf(process.getuid?.() !== 0)("owner", () => {
  it("gets the log when it is created, and when it belongs to root", () => {
    const owner = { uid: 1234, gid: 5678 };
    const logger = openLogger({ owner });
    logger.issue(installed);
    expect(statSync(path)).toMatchObject({ uid: 1234, gid: 5678 });
    chownSync(path, 0, 0);
    // The logger keeps its own copy.
    owner.uid = 4321;
    logger.reopen();
    logger.issue(installed);
    expect(statSync(path)).toMatchObject({ uid: 1234, gid: 5678 });
  });
});

describe("a log whose owner, mode or existence changes while it is held", () => {
  it("logs events while permissions allow it, and again once they do", () => {
    const refusing = { isOn: false };
    const logger = openLogger(
      {},
      faulty({
        open: (...args) => {
          if (refusing.isOn) throw systemError("EACCES");
          return nodeFileSystem.open(...args);
        },
      }),
    );
    logger.issue(numbered("a", 0));
    // Permissions are checked when a file is opened (open(2)), so the open descriptor keeps them.
    chmodSync(path, 0o000);
    if (process.getuid?.() === 0) chownSync(path, 1234, 1234);
    logger.issue(numbered("a", 1));
    refusing.isOn = true;
    logger.reopen();
    expect(() => logger.issue(numbered("a", 2))).toThrow(expect.objectContaining({ code: "not-writable", path }));
    refusing.isOn = false;
    chmodSync(path, 0o644);
    logger.issue(numbered("a", 3));
    expect(readLog(path).sequences.get("a")).toEqual([0, 1, 3]);
  });

  it("is refused, with the reason, when it cannot be given to its owner", () => {
    const logger = openLogger(
      { owner: { uid: 1234, gid: 1234 } },
      faulty({
        chown: () => {
          throw systemError("EPERM");
        },
      }),
    );
    expect(() => logger.issue(installed)).toThrow(
      `Cannot log runner_installed to ${path}: it cannot be given to its owner, operation not permitted (EPERM). ` +
        "Only root may give files to others. Run as root, or leave out the option owner.",
    );
    expect(readFileSync(path, "utf8")).toBe("");
  });

  it("is created again when it was removed", () => {
    const logger = openLogger();
    logger.issue(installed);
    rmSync(path);
    logger.reopen();
    logger.issue(installed);
    writeFileSync(path, "", { flag: "a" });
    expect(linesOf(path)).toEqual([installedLine]);
  });
});

describe("options", () => {
  it.each<[string, unknown, string]>([
    ["an unknown check", { checkPath: "never" }, `checkPath is 'never'; expected "often" or "always".`],
    ["a negative delay", { maxDelayMs: -1 }, "maxDelayMs is -1; expected whole milliseconds, from 0."],
    ["no queue at all", { maxQueuedBytes: 0 }, "maxQueuedBytes is 0; expected bytes, from 1 to 2^30."],
    ["a hook that is not a function", { onError: true }, "onError is true; expected a function."],
    ["half an owner", { owner: { uid: 1 } }, "owner.gid is undefined; expected the number of a group."],
    ["an owner by name", { owner: { uid: "me", gid: 1 } }, "owner.uid is 'me'; expected the number of a user."],
  ])("are refused: %s", (_, options, message) => {
    expect(() => runnerLogger(options as RunnerLoggerOptions)).toThrow(`Cannot make an EventLogger: ${message}`);
  });
});
