// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.

import { rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { IssueMetricEventError } from "../src/index.js";
import { numbered } from "./support/events.js";
import { faultEvents } from "./support/fault-events.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { mounted } from "./support/loop-disk.js";
import { readLog } from "./support/read-log.js";
import { runnerLogger } from "./support/runner-logger.js";

const roundCount = Math.ceil(100 * (faultEvents() / 100_000));

describe("a file system that becomes full, and has space again", () => {
  it("holds exactly the accepted events", longTest, async (context) => {
    const folder = mounted(join(temporaryFolder(), "small"), "-t", "tmpfs", "-o", "size=768k", "tmpfs");
    if (folder === undefined) return context.skip("mounting is not allowed here; RLIMIT_FSIZE is tried elsewhere");
    const random = seededRandom(printedSeed("full file system"));
    const path = join(folder, "metrics.log");
    const ballast = join(folder, "ballast");
    const logger = runnerLogger({ path });
    onTestFinished(() => logger.close());
    let sequence = 0;
    let acceptedCount = 0;
    let refusedCount = 0;
    for (let round = 0; round < roundCount; round++) {
      // Somebody else fills the disk, each time up to another byte.
      writeFileSync(ballast, Buffer.alloc(Math.floor(random() * 200_000)));
      const accepted: number[] = [];
      const note = (outcome: "accepted" | IssueMetricEventError, count: number): void => {
        const logged = outcome === "accepted" ? count : outcome.loggedCount;
        for (let index = 0; index < count; index++) if (index < logged) accepted.push(sequence + index);
        refusedCount += count - logged;
        if (outcome !== "accepted") expect(outcome.code).toBe("disk-full");
        sequence += count;
      };
      const attempt = (action: () => void, count: number): void => {
        try {
          action();
          note("accepted", count);
        } catch (error) {
          if (!(error instanceof IssueMetricEventError)) throw error;
          note(error, count);
        }
      };
      const next = (index = 0) => numbered("a", sequence + index, "x".repeat(Math.floor(random() * 600)));
      for (let isFull = false; !isFull; ) {
        const refusedBefore = refusedCount;
        attempt(() => logger.issue(next()), 1);
        attempt(() => logger.issueAll(Array.from({ length: 5 }, (_, index) => next(index))), 5);
        const soon = Array.from({ length: 3 }, (_, index) => logger.issueSoon(next(index)));
        for (const outcome of await Promise.allSettled(soon))
          note(outcome.status === "fulfilled" ? "accepted" : outcome.reason, 1);
        isFull = refusedCount > refusedBefore;
      }
      rmSync(ballast);
      attempt(() => logger.issue(next()), 1);
      expect(accepted.at(-1)).toBe(sequence - 1);
      const { sequences } = readLog(path);
      expect(firstDifference(sequences.get("a") ?? [], accepted), `round ${round}`).toBeUndefined();
      acceptedCount += accepted.length;
      truncateSync(path);
    }
    expect(acceptedCount).toBeGreaterThanOrEqual(faultEvents());
    console.log(`full file system: ${acceptedCount} accepted, ${refusedCount} refused, 0 lost`);
  });
});
