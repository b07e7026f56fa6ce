import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Catalogue, type Event, InvalidEventError } from "@metric-events/core";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type FileSystem, nodeFileSystem } from "../src/file-system.js";
import { EventLogger, IssueMetricEventError } from "../src/index.js";
import { installed, installedLine, numbered } from "./support/events.js";
import { linesOf } from "./support/read-log.js";
import { type RunnerLogger, type RunnerLoggerOptions, runnerLogger } from "./support/runner-logger.js";

describe("EventLogger", () => {
  let path: string;
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
  });

  function openLogger(options: RunnerLoggerOptions = {}, fileSystem?: FileSystem): RunnerLogger {
    const logger = runnerLogger({ path, ...options }, fileSystem);
    onTestFinished(() => logger.close());
    return logger;
  }

  it("opens nothing before the first event", () => {
    openLogger();
    expect(existsSync(path)).toBe(false);
  });

  it.each<[unknown, string]>([
    [undefined, "options is undefined; expected an object such as { path, catalogue }."],
    [null, "options is null; expected an object such as { path, catalogue }."],
    ["/x.log", "options is '/x.log'; expected an object such as { path, catalogue }."],
    [[], "options is []; expected an object such as { path, catalogue }."],
    [
      { pth: "/x.log" },
      "the option pth is '/x.log'; expected one of catalogue, path, host, durability, mode, owner, checkPath, ",
    ],
    [
      {},
      'catalogue is undefined; expected the catalogue of generated events, such as `catalogue` of "@metric-events/core".',
    ],
    [{ path: "/x.log" }, "catalogue is undefined; expected the catalogue of generated events"],
    [{ path: "/x.log", catalogue: {} }, "catalogue is {}; expected the catalogue of generated events"],
    [{ path: "/x.log", catalogue: null }, "catalogue is null; expected the catalogue of generated events"],
  ])("refuses the options %j", (options, message) => {
    expect(() => new EventLogger(options as never)).toThrow(`Cannot make an EventLogger: ${message}`);
  });

  it("does not compile without a catalogue", () => {
    // @ts-expect-error There is no default: a logger must not bring along events that nobody asked for.
    expect(() => new EventLogger({ path })).toThrow(TypeError);
  });

  it("appends to what is there", () => {
    writeFileSync(path, "earlier\n");
    openLogger().issue(installed);
    expect(readFileSync(path, "utf8")).toBe(`earlier\n${installedLine}\n`);
  });

  it("writes each event with one call and no other", () => {
    const calls: string[] = [];
    const traced = new Proxy(nodeFileSystem, {
      get: (target, name, receiver) => {
        if (name === "monotonicMs") return () => 0;
        calls.push(String(name));
        return Reflect.get(target, name, receiver);
      },
    });
    const logger = openLogger({}, traced);
    logger.issue(installed);
    calls.length = 0;
    logger.issue(numbered("large", 1, "x".repeat(300_000)));
    expect(calls).toEqual(["write"]);
  });

  it("creates the log with the mode asked for", () => {
    const previousUmask = process.umask(0);
    onTestFinished(() => void process.umask(previousUmask));
    openLogger({ mode: 0o600 }).issue(installed);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    path += ".default";
    openLogger().issue(installed);
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it("resolves a relative path when it is created", () => {
    const folder = process.cwd();
    const logger = runnerLogger({ path: "metrics.log" });
    expect(logger.path).toBe(join(folder, "metrics.log"));
  });

  it("logs the events of another catalogue, and only those", () => {
    interface Boot extends Event {
      event: "boot";
    }
    const fleet = {
      encode: (event: Boot) => {
        if (event.event !== "boot") throw new InvalidEventError(event.event, []);
        return JSON.stringify(event);
      },
    } as Partial<Catalogue<Boot>> as Catalogue<Boot>;
    const logger = new EventLogger({ path, catalogue: fleet });
    onTestFinished(() => logger.close());
    logger.issue({ timestamp: 1, event: "boot" });
    expect(() => logger.issue(installed as Event as Boot)).toThrow(InvalidEventError);
    expect(linesOf(path)).toEqual(['{"timestamp":1,"event":"boot"}']);
  });

  it("follows a rename", () => {
    const logger = openLogger();
    logger.issue(numbered("a", 0));
    renameSync(path, `${path}.1`);
    logger.reopen();
    logger.issue(numbered("a", 1));
    expect([linesOf(`${path}.1`).length, linesOf(path).length]).toEqual([1, 1]);
  });

  it("refuses events after close, and may be closed again", () => {
    const logger = openLogger();
    logger.issue(installed);
    logger.close();
    logger.close();
    logger.reopen();
    let thrown: unknown;
    try {
      logger.issue(installed);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(IssueMetricEventError);
    expect(thrown).toMatchObject({
      code: "closed",
      path,
      event: installed,
      message: `Cannot log runner_installed to ${path}: the logger is closed. Issue events before close(), or create another EventLogger.`,
    });
    expect(linesOf(path)).toEqual([installedLine]);
  });

  it("is disposable", () => {
    const logger = openLogger();
    logger[Symbol.dispose]();
    expect(() => logger.issue(installed)).toThrow(IssueMetricEventError);
  });

  it.each<[string, unknown, string]>([
    ["an empty path", { path: "" }, "path is ''; expected the path of a file."],
    ["a path with a null character", { path: "a\0b" }, "path is 'a\\x00b'; expected the path of a file."],
    ["a path that is not text", { path: 5 }, "path is 5; expected the path of a file."],
    ["an unknown durability", { durability: "disc" }, `durability is 'disc'; expected "kernel" or "disk".`],
    ["a decimal mode", { mode: 644 }, "mode is 644; expected permissions such as 0o644."],
  ])("refuses %s", (_, options, message) => {
    expect(() => runnerLogger(options as RunnerLoggerOptions)).toThrow(`Cannot make an EventLogger: ${message}`);
  });

  describe('with durability "disk"', () => {
    it("syncs the folder of a file that it opens, and then each event", () => {
      const calls: string[] = [];
      const logger = openLogger(
        { durability: "disk" },
        {
          ...nodeFileSystem,
          monotonicMs: () => 0,
          write: (fd, bytes, start, end) => (calls.push("write"), nodeFileSystem.write(fd, bytes, start, end)),
          fsync: (fd) => (calls.push("fsync folder"), nodeFileSystem.fsync(fd)),
          fdatasync: (fd) => (calls.push("fdatasync"), nodeFileSystem.fdatasync(fd)),
        },
      );
      logger.issue(installed);
      logger.issue(installed);
      expect(calls).toEqual(["fsync folder", "write", "fdatasync", "write", "fdatasync"]);
    });

    it("accepts a device, which has nothing to sync", () => {
      path = "/dev/null";
      openLogger({ durability: "disk" }).issue(installed);
    });
  });
});
