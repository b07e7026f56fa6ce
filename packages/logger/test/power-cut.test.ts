// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.
import { closeSync, copyFileSync, existsSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { faultEvents } from "./support/fault-events.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { makeDisk, mountDisk, noLoopDevice } from "./support/loop-disk.js";
import { linesOf, readLog } from "./support/read-log.js";
import { Writer } from "./support/start-writer.js";

/** This many fit on the disk. */
const maxEventsPerCut = 20_000;

const trials = [
  { via: "issue", burst: 1_000_000, eventCount: faultEvents(100) },
  { via: "issueAll", burst: 1_000_000, eventCount: faultEvents(1000) },
  { via: "issueSoon", burst: 64, eventCount: faultEvents(5000) },
] as const;

describe("a power cut", () => {
  it.for(trials)(
    'leaves every event that $via accepted with durability "disk"',
    longTest,
    async ({ via, burst, eventCount }, context) => {
      const seed = printedSeed("power cut");
      const random = seededRandom(seed);
      const cutCount = Math.max(2, Math.ceil(eventCount / maxEventsPerCut));
      // Acknowledgements are numbers of up to six digits, and a line end.
      const minBytes = (eventCount / cutCount) * 7;
      let acknowledgedCount = 0;
      for (let cut = 0; cut < cutCount; cut++) {
        const folder = temporaryFolder();
        const image = join(folder, "disk.img");
        const disk = makeDisk(image) ? mountDisk(image, join(folder, "disk")) : undefined;
        if (disk === undefined) return context.skip(noLoopDevice);
        const acknowledgements = join(folder, "acknowledged");
        const stdout = openSync(acknowledgements, "a");
        const logger = { durability: "disk" } as const;
        const options = { seed, sizes: "small", burst, restMs: 0, isAcknowledged: true, via, logger } as const;
        const writer = new Writer(join(disk, "metrics.log"), "writer", options, stdout);
        closeSync(stdout);
        while (statSync(acknowledgements).size < minBytes) await rest(1);
        await rest(random() * 20);
        // Nothing may change while the disk is copied. What is only in the memory of the kernel is not in the copy.
        writer.process.kill("SIGSTOP");
        while (!isStopped(writer.process.pid)) await rest(1);
        const acknowledged = linesOf(acknowledgements).map(Number);
        copyFileSync(image, join(folder, "after.img"));
        await writer.killed();

        const after = mountDisk(join(folder, "after.img"), join(folder, "after"));
        if (after === undefined) throw new Error("the copy cannot be mounted");
        const path = join(after, "metrics.log");
        const logged = existsSync(path) ? (readLog(path).sequences.get("writer") ?? []) : [];
        expect(firstDifference(logged.slice(0, acknowledged.length), acknowledged)).toBeUndefined();
        acknowledgedCount += acknowledged.length;
      }
      expect(acknowledgedCount).toBeGreaterThanOrEqual(eventCount);
      console.log(`power cut, ${via}: ${acknowledgedCount} acknowledged, 0 lost, ${cutCount} cuts`);
    },
  );

  it('loses events with durability "kernel", so the cut is a real one', longTest, async (context) => {
    const folder = temporaryFolder();
    const image = join(folder, "disk.img");
    const disk = makeDisk(image) ? mountDisk(image, join(folder, "disk")) : undefined;
    if (disk === undefined) return context.skip(noLoopDevice);
    const options = { seed: 1, sizes: "small", burst: 100, count: 1000 } as const;
    const writer = new Writer(join(disk, "metrics.log"), "writer", options);
    expect((await writer.report()).accepted).toHaveLength(1000);
    copyFileSync(image, join(folder, "after.img"));
    const after = mountDisk(join(folder, "after.img"), join(folder, "after"));
    const path = join(after ?? "", "metrics.log");
    expect(existsSync(path) ? linesOf(path).length : 0).toBeLessThan(1000);
  });
});

/** Whether all threads of a process are stopped (proc(5)). A thread within a system call stops at the end of the call. */
function isStopped(pid: number | undefined): boolean {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).every((task) => / T /.test(readFileSync(join(tasks, task, "stat"), "utf8")));
}
