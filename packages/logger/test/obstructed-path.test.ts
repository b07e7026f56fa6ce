import { execFileSync } from "node:child_process";
import {
  chownSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { IssueMetricEventError, type IssueMetricEventErrorCode } from "../src/index.js";
import { numbered } from "./support/events.js";
import { faultEvents } from "./support/fault-events.js";
import { faulty } from "./support/faulty-file-system.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { readLog } from "./support/read-log.js";
import { runnerLogger } from "./support/runner-logger.js";
import { range } from "./support/start-writer.js";

/** An obstacle at the path of the log, which was moved away before. `elsewhere` is another path where the test looks for events. */
interface Obstacle {
  readonly what: string;
  /** The code with which events are refused meanwhile; `undefined` when they are accepted. */
  readonly code?: IssueMetricEventErrorCode;
  readonly put: (path: string, elsewhere: string) => void;
  readonly remove: (path: string, elsewhere: string) => void;
}

const nothing = (): void => {};
const unlink = (path: string): void => unlinkSync(path);
const away = (path: string): string => `${dirname(path)}.away`;

const obstacles: readonly [Obstacle, ...Obstacle[]] = [
  { what: "nothing", put: nothing, remove: nothing },
  {
    what: "the folder being gone",
    code: "missing-folder",
    put: (path) => renameSync(dirname(path), away(path)),
    remove: (path) => renameSync(away(path), dirname(path)),
  },
  {
    what: "a file in place of the folder",
    code: "missing-folder",
    put: (path) => {
      renameSync(dirname(path), away(path));
      writeFileSync(dirname(path), "");
    },
    remove: (path) => {
      unlinkSync(dirname(path));
      renameSync(away(path), dirname(path));
    },
  },
  { what: "a folder", code: "not-a-file", put: (path) => mkdirSync(path), remove: (path) => rmdirSync(path) },
  { what: "a FIFO", code: "not-a-file", put: (path) => execFileSync("mkfifo", [path]), remove: unlink },
  { what: "a link to itself", code: "io", put: (path) => symlinkSync(path, path), remove: unlink },
  { what: "a link to another log", put: (path, elsewhere) => symlinkSync(elsewhere, path), remove: unlink },
  {
    what: "another log, which is removed afterwards",
    put: (path) => writeFileSync(path, ""),
    remove: (path, elsewhere) => {
      copyFileSync(path, elsewhere);
      unlinkSync(path);
    },
  },
  {
    what: "a torn log of somebody else's",
    put: (path) => {
      writeFileSync(path, '{"timestamp":17');
      if (process.getuid?.() === 0) chownSync(path, 1234, 1234);
    },
    remove: nothing,
  },
];

/** All obstacles come equally often. */
const rounds = range(0, obstacles.length * 50);
const eventsPerRound = Math.ceil(faultEvents() / rounds.length / 2) * 2;

describe("a path that is obstructed again and again", () => {
  it("holds what was accepted; the rest is refused with the reason", longTest, async () => {
    const random = seededRandom(printedSeed("obstructed path"));
    const folder = join(temporaryFolder(), "logs");
    mkdirSync(folder);
    const path = join(folder, "metrics.log");
    let clockMs = 0;
    // Each event checks the path, and never waits for logrotate to create the log.
    const fileSystem = faulty({ monotonicMs: () => (clockMs += 1), sleep: () => {} });
    const logger = runnerLogger({ path }, fileSystem);
    onTestFinished(() => logger.close());
    const accepted: number[] = [];
    let sequence = 0;
    let refusedCount = 0;

    /** Issues events with a random method, and returns the codes of refused ones. */
    async function issue(count: number): Promise<ReadonlySet<IssueMetricEventErrorCode>> {
      const codes = new Set<IssueMetricEventErrorCode>();
      const events = range(sequence, sequence + count).map((number) => numbered("a", number));
      const attempts: (() => void | Promise<void>)[] =
        random() < 0.4
          ? [() => logger.issueAll(events)]
          : events.map((event) => (random() < 0.9 ? () => logger.issue(event) : () => logger.issueSoon(event)));
      for (const attempt of attempts) {
        const size = events.length / attempts.length;
        try {
          // oxlint-disable-next-line no-await-in-loop -- One after the other.
          await attempt();
          accepted.push(...range(sequence, sequence + size));
        } catch (error) {
          if (!(error instanceof IssueMetricEventError)) throw error;
          expect(error.path).toBe(path);
          expect(error.loggedCount).toBe(0);
          codes.add(error.code);
          refusedCount += size;
        }
        sequence += size;
      }
      return codes;
    }

    for (const round of rounds) {
      const { what, code, put, remove } = obstacles[round % obstacles.length] ?? obstacles[0];
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      expect(await issue(eventsPerRound / 2), `after ${round} obstacles`).toEqual(new Set());
      // Older logs have higher numbers; two for each round.
      const age = 2 * (rounds.length - round);
      renameSync(path, `${path}.${age + 1}`);
      put(path, `${path}.${age}`);
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      expect(await issue(eventsPerRound / 2), what).toEqual(new Set(code === undefined ? [] : [code]));
      remove(path, `${path}.${age}`);
    }
    expect(await issue(1)).toEqual(new Set());

    const { sequences } = readLog(path);
    expect(firstDifference(sequences.get("a") ?? [], accepted)).toBeUndefined();
    expect(sequence).toBeGreaterThanOrEqual(faultEvents());
    console.log(`obstructed path: ${accepted.length} accepted, ${refusedCount} refused, ${rounds.length} obstacles`);
  });
});
