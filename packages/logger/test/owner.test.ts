import {
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { IssueMetricEventError } from "../src/index.js";
import { errorOf } from "./support/error-of.js";
import { installed, installedLine } from "./support/events.js";
import { linesOf } from "./support/read-log.js";
import { type RunnerLogger, type RunnerLoggerOptions, runnerLogger } from "./support/runner-logger.js";

const owner = { uid: 1234, gid: 5678 };

describe.skipIf(process.getuid?.() !== 0)(
  "a logger of root with an owner, who can change the folder of the log",
  () => {
    let path: string;
    let secret: string;
    beforeEach(() => {
      const folder = temporaryFolder();
      path = join(folder, "metrics.log");
      secret = join(folder, "secret");
      writeFileSync(secret, "of root\n", { mode: 0o600 });
    });

    function openLogger(options: RunnerLoggerOptions = {}): RunnerLogger {
      const logger = runnerLogger({ path, owner, ...options });
      onTestFinished(() => logger.close());
      return logger;
    }

    function expectRefused(logger: RunnerLogger, why: string): void {
      const error = errorOf(IssueMetricEventError, () => logger.issue(installed));
      expect(error.code).toBe("not-trusted");
      expect(error.message).toBe(
        `Cannot log runner_installed to ${path}: ${why}. With the option owner, the log must be a file without links ` +
          "that belongs to the owner or to this user. Nothing was changed.",
      );
    }

    function expectUntouched(): void {
      expect(readFileSync(secret, "utf8")).toBe("of root\n");
      expect(statSync(secret)).toMatchObject({ uid: 0, gid: 0 });
    }

    const durabilities = ["kernel", "disk"] as const;

    it.each(durabilities)("follows no symbolic link (%s)", (durability) => {
      symlinkSync(secret, path);
      expectRefused(openLogger({ durability }), "it is a symbolic link");
      expectUntouched();
    });

    it("creates no file where a symbolic link leads to", () => {
      const target = join(path, "..", "created");
      symlinkSync(target, path);
      expectRefused(openLogger(), "it is a symbolic link");
      expect(existsSync(target)).toBe(false);
    });

    it.each(durabilities)("does not write to a file with another hard link (%s)", (durability) => {
      linkSync(secret, path);
      expectRefused(openLogger({ durability }), "it has 2 hard links");
      expectUntouched();
    });

    it("does not write to a file of somebody else", () => {
      writeFileSync(path, "");
      chownSync(path, 4321, 4321);
      expectRefused(openLogger(), "it belongs to user 4321, not to the owner 1234 or to this process (user 0)");
      expect(readFileSync(path, "utf8")).toBe("");
      expect(statSync(path)).toMatchObject({ uid: 4321, gid: 4321 });
    });

    it("notices a link that takes the place of the log", () => {
      const logger = openLogger({ checkPath: "always" });
      logger.issue(installed);
      renameSync(path, `${path}.1`);
      symlinkSync(secret, path);
      expectRefused(logger, "it is a symbolic link");
      expectUntouched();
      expect(lstatSync(path).isSymbolicLink()).toBe(true);
    });

    it("writes to a file of the owner, whatever its group, and gives it the group", () => {
      writeFileSync(path, "");
      chownSync(path, owner.uid, 0);
      openLogger().issue(installed);
      expect(linesOf(path)).toEqual([installedLine]);
      expect(statSync(path)).toMatchObject(owner);
    });

    it("follows a symbolic link without an owner", () => {
      symlinkSync(join(path, "..", "linked.log"), path);
      openLogger({ owner: undefined }).issue(installed);
      expect(linesOf(path)).toEqual([installedLine]);
    });
  },
);
