import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type FileSystem, nodeFileSystem, type OpenAccess, type OpenOptions } from "../src/file-system.js";
import { IssueMetricEventError, type IssueMetricEventErrorCode } from "../src/index.js";
import { errorOf } from "./support/error-of.js";
import { installed, installedLine } from "./support/events.js";
import { faulty, systemError } from "./support/faulty-file-system.js";
import { linesOf } from "./support/read-log.js";
import { type RunnerLogger, runnerLogger } from "./support/runner-logger.js";

interface UnusablePath {
  readonly what: string;
  readonly code: IssueMetricEventErrorCode;
  readonly why: string;
  readonly remedy: string;
  make(path: string): void;
  remove(path: string): void;
}

const chooseFile = "Choose the path of a regular file, or of a device such as /dev/null (METRICS_LOG_PATH).";
const chooseFolder = "Create the folder, or choose another path (METRICS_LOG_PATH).";

const unusablePaths: readonly UnusablePath[] = [
  {
    what: "a missing folder",
    code: "missing-folder",
    why: "the folder FOLDER does not exist, no such file or directory (ENOENT)",
    remedy: chooseFolder,
    make: (path) => rmdirSync(dirname(path)),
    remove: (path) => mkdirSync(dirname(path)),
  },
  {
    what: "a file where the folder should be",
    code: "missing-folder",
    why: "the folder FOLDER is not a folder, not a directory (ENOTDIR)",
    remedy: chooseFolder,
    make: (path) => {
      rmdirSync(dirname(path));
      writeFileSync(dirname(path), "");
    },
    remove: (path) => {
      rmSync(dirname(path));
      mkdirSync(dirname(path));
    },
  },
  {
    what: "a directory",
    code: "not-a-file",
    why: "it is a directory",
    remedy: chooseFile,
    make: (path) => mkdirSync(path),
    remove: (path) => rmdirSync(path),
  },
  {
    what: "a FIFO that nobody reads",
    code: "not-a-file",
    why: "it is a FIFO (named pipe)",
    remedy: chooseFile,
    make: (path) => execFileSync("mkfifo", [path]),
    remove: (path) => rmSync(path),
  },
  {
    what: "a circle of symbolic links",
    code: "io",
    why: "too many symbolic links encountered (ELOOP)",
    remedy: "The next event tries the path again.",
    make: (path) => symlinkSync(path, path),
    remove: (path) => rmSync(path),
  },
];

describe("a path that cannot be a log", () => {
  let path: string;
  beforeEach(() => {
    const folder = join(temporaryFolder(), "logs");
    mkdirSync(folder);
    path = join(folder, "metrics.log");
  });

  function openLogger(fileSystem: FileSystem = nodeFileSystem): RunnerLogger {
    const logger = runnerLogger({ path }, fileSystem);
    onTestFinished(() => logger.close());
    return logger;
  }

  it.each(unusablePaths)("is refused while it is $what", ({ code, why, remedy, make, remove }) => {
    make(path);
    const logger = openLogger();
    const error = errorOf(IssueMetricEventError, () => logger.issue(installed));
    expect(error).toMatchObject({ name: "IssueMetricEventError", code, path });
    expect(error.event).toBe(installed);
    expect(error.message).toBe(
      `Cannot log runner_installed to ${path}: ${why.replace("FOLDER", dirname(path))}. ${remedy}`,
    );
    expect(error.cause).toBeInstanceOf(Error);
    remove(path);
    logger.issue(installed);
    expect(linesOf(path)).toEqual([installedLine]);
  });

  it.each(unusablePaths)("is refused when it becomes $what while the log is open", ({ code, make, remove }) => {
    const logger = openLogger();
    logger.issue(installed);
    rmSync(path);
    make(path);
    logger.reopen();
    expect(errorOf(IssueMetricEventError, () => logger.issue(installed)).code).toBe(code);
    remove(path);
    logger.issue(installed);
    expect(linesOf(path)).toEqual([installedLine]);
  });

  it("is refused when it is a socket", async () => {
    const server = createServer().listen(path);
    onTestFinished(() => void server.close());
    await once(server, "listening");
    expect(errorOf(IssueMetricEventError, () => openLogger().issue(installed)).message).toContain("it is a socket");
  });

  it("never waits for a reader of a FIFO that it may only write to", () => {
    execFileSync("mkfifo", [path]);
    const logger = openLogger(withoutReadPermission());
    expect(errorOf(IssueMetricEventError, () => logger.issue(installed)).message).toContain("it is a FIFO");
  });

  it("accepts a device", () => {
    path = "/dev/null";
    openLogger().issue(installed);
  });

  it("reports a device that is full", () => {
    path = "/dev/full";
    const error = errorOf(IssueMetricEventError, () => openLogger().issue(installed));
    expect(error.code).toBe("disk-full");
    expect(error.message).toBe(
      "Cannot log runner_installed to /dev/full: no space left on device (ENOSPC). " +
        "Free space on its file system, or raise the quota; events are logged again after that.",
    );
  });

  it("writes through a symbolic link, even one to a file that does not exist yet", () => {
    symlinkSync(`${path}.target`, path);
    openLogger().issue(installed);
    expect(linesOf(`${path}.target`)).toEqual([installedLine]);
  });

  const refusals = [
    { errno: "EACCES", code: "not-writable", why: "permission denied (EACCES)" },
    { errno: "EPERM", code: "not-writable", why: "operation not permitted (EPERM)" },
    { errno: "EROFS", code: "not-writable", why: "read-only file system (EROFS)" },
    { errno: "EMFILE", code: "too-many-files", why: "too many open files (EMFILE)" },
    { errno: "ENFILE", code: "too-many-files", why: "file table overflow (ENFILE)" },
    { errno: "EIO", code: "io", why: "i/o error (EIO)" },
  ] as const;

  it.each(refusals)("is refused while open(2) fails with $errno", ({ errno, code, why }) => {
    let isFailing = true;
    const logger = openLogger(
      faulty({
        open: (...args) => {
          if (isFailing) throw systemError(errno);
          return nodeFileSystem.open(...args);
        },
      }),
    );
    const error = errorOf(IssueMetricEventError, () => logger.issue(installed));
    expect(error.code).toBe(code);
    expect(error.message).toContain(`Cannot log runner_installed to ${path}: ${why}. `);
    isFailing = false;
    logger.issue(installed);
    expect(linesOf(path)).toEqual([installedLine]);
  });

  it("closes the descriptor of a file that it refuses", () => {
    mkdirSync(path);
    const open = new Set<number>();
    const logger = openLogger(
      faulty({
        open: (name) => {
          // A folder can only be opened for reading, so this opens it in another way.
          const fd = nodeFileSystem.open(name, "folder");
          open.add(fd);
          return fd;
        },
        close: (fd) => {
          open.delete(fd);
          nodeFileSystem.close(fd);
        },
      }),
    );
    expect(errorOf(IssueMetricEventError, () => logger.issue(installed)).code).toBe("not-a-file");
    expect(open.size).toBe(0);
  });

  it("logs on a new line to a file that it may write but not read", () => {
    writeFileSync(path, "torn");
    const logger = openLogger(withoutReadPermission());
    logger.issue(installed);
    logger.issue(installed);
    expect(linesOf(path)).toEqual(["torn", installedLine, installedLine]);
  });
});

function withoutReadPermission(): FileSystem {
  return faulty({
    open: (path: string, access: OpenAccess, options?: OpenOptions) => {
      if (access === "read-append") throw systemError("EACCES");
      return nodeFileSystem.open(path, access, options);
    },
  });
}
