// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.

import { join } from "node:path";
import { printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { type FileSystem, nodeFileSystem } from "../src/file-system.js";
import { IssueMetricEventError } from "../src/index.js";
import { numbered } from "./support/events.js";
import { faultEvents } from "./support/fault-events.js";
import { faulty, systemError } from "./support/faulty-file-system.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { readLog } from "./support/read-log.js";
import { type RunnerLoggerOptions, runnerLogger } from "./support/runner-logger.js";
import { range } from "./support/start-writer.js";

interface Trial {
  readonly what: string;
  readonly durability?: RunnerLoggerOptions["durability"];
  /** The real file system with random faults. */
  fileSystem(random: () => number): Partial<FileSystem>;
}

type Errno = Parameters<typeof systemError>[0];

/** One call in five fails, even one that continues a short write; and one in five of the others is short. */
function failingWrites(errnos: readonly Errno[]) {
  return (random: () => number): Partial<FileSystem> => ({
    write: (fd, bytes, start, end) => {
      if (random() < 0.2) throw systemError(errnos[Math.floor(random() * errnos.length)] ?? "EIO");
      const shortEnd = random() < 0.2 ? start + Math.floor(random() * (end - start)) : end;
      return nodeFileSystem.write(fd, bytes, start, Math.max(shortEnd, start + 1));
    },
  });
}

const trials: readonly Trial[] = [
  ...([["EINTR"], ["EAGAIN"], ["EIO"], ["ENOSPC", "EDQUOT", "EFBIG"]] as const).map((errnos) => ({
    what: `write(2) that is short or fails with ${errnos.join(" or ")}`,
    fileSystem: failingWrites(errnos),
  })),
  {
    what: "all that open(2), stat(2), read(2) and write(2) may fail with",
    fileSystem: (random) => {
      const failing = <Args extends unknown[], Result>(call: (...args: Args) => Result, ...errnos: Errno[]) => {
        return (...args: Args): Result => {
          if (random() < 0.2) throw systemError(errnos[Math.floor(random() * errnos.length)] ?? "EIO");
          return call(...args);
        };
      };
      return {
        ...failingWrites(["EINTR", "EIO", "ENOSPC"])(random),
        open: failing(nodeFileSystem.open, "EMFILE", "ENFILE", "EACCES", "EROFS", "EIO"),
        stat: failing(nodeFileSystem.stat, "EACCES", "EIO"),
        fstat: failing(nodeFileSystem.fstat, "EIO"),
        readByte: failing(nodeFileSystem.readByte, "EIO", "EAGAIN"),
      };
    },
  },
  {
    what: 'fdatasync(2) and write(2), with durability "disk",',
    durability: "disk",
    fileSystem: (random) => {
      const sync = (): void => {
        if (random() < 0.2) throw systemError("EIO");
      };
      return {
        ...failingWrites(["EIO", "ENOSPC"])(random),
        fsync: sync,
        fdatasync: sync,
        fdatasyncSoon: async () => sync(),
      };
    },
  },
];

describe("faults at random", () => {
  it.each(trials)("$what leave what was accepted, and only that", longTest, async (trial) => {
    const random = seededRandom(printedSeed(trial.what));
    const path = join(temporaryFolder(), "metrics.log");
    const operations = trial.fileSystem(random);
    const logger = runnerLogger({ path, durability: trial.durability }, faulty({ sleep: () => {}, ...operations }));
    onTestFinished(() => logger.close());

    const logged: boolean[] = [];
    const refusals = new Set<string>();
    const note = (first: number, count: number, error?: unknown): void => {
      if (error !== undefined && !(error instanceof IssueMetricEventError)) throw error;
      if (error !== undefined) refusals.add(error.code);
      for (const index of range(0, count)) logged[first + index] = error === undefined || index < error.loggedCount;
    };
    const attempt = (first: number, count: number, action: () => void): void => {
      try {
        action();
        note(first, count);
      } catch (error) {
        note(first, count, error);
      }
    };
    for (let sequence = 0; sequence < faultEvents(); ) {
      const first = sequence;
      const count = 1 + Math.floor(random() * 20);
      sequence += count;
      const events = range(first, sequence).map((number) => numbered("a", number));
      const kind = random();
      if (kind < 0.3) attempt(first, count, () => logger.issueAll(events));
      else if (kind < 0.7)
        for (const [index, event] of events.entries()) attempt(first + index, 1, () => logger.issue(event));
      else {
        const outcomes = events.map((event) => logger.issueSoon(event));
        if (random() < 0.3) logger.flush();
        for (const [index, outcome] of (await Promise.allSettled(outcomes)).entries())
          note(first + index, 1, outcome.status === "rejected" ? outcome.reason : undefined);
      }
    }
    const { issued, rejected, pending } = logger.counters;
    expect(issued + rejected).toBe(logged.length);
    expect(pending).toBe(0);
    const expected = [...logged.keys()].filter((sequence) => logged[sequence]);
    const { sequences, torn } = readLog(path);
    expect(firstDifference(sequences.get("a") ?? [], expected)).toBeUndefined();
    expect(expected.length).toBeGreaterThan(faultEvents() / 4);
    console.log(
      `${trial.what}: ${issued} accepted, ${rejected} refused (${[...refusals].join(", ")}), ${torn.length} torn lines ended`,
    );
  });
});
