// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.
import { execFileSync, spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { faultFactor } from "./support/fault-events.js";
import { printedSeed, seededRandom } from "./support/random.js";
import { linesOf, readLog } from "./support/read-log.js";
import { Writer } from "./support/start-writer.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const noLoopDevice = "no loop device can be mounted here";
const cutCount = Math.min(20, Math.round(2 * faultFactor));

/** A file system on a file that stands for a disk. `undefined` where that is not allowed. */
function diskOn(image: string, folder: string): string | undefined {
  mkdirSync(folder);
  if (spawnSync("mount", ["-o", "loop", image, folder]).status !== 0) return undefined;
  onTestFinished(() => void execFileSync("umount", [folder]));
  return folder;
}

function newImage(path: string): boolean {
  writeFileSync(path, "");
  truncateSync(path, 16 * 1024 * 1024);
  return spawnSync("mkfs.ext4", ["-q", "-F", path]).status === 0;
}

describe("a power cut", () => {
  it.for([
    { via: "issue", burst: 1_000_000 },
    { via: "issueSoon", burst: 64 },
  ] as const)(
    'leaves every event that $via accepted with durability "disk"',
    { timeout: 120_000 },
    async ({ via, burst }, context) => {
      const seed = printedSeed("power cut");
      const random = seededRandom(seed);
      let acknowledgedCount = 0;
      for (let cut = 0; cut < cutCount; cut++) {
        const folder = temporaryFolder();
        const image = join(folder, "disk.img");
        const disk = newImage(image) ? diskOn(image, join(folder, "disk")) : undefined;
        if (disk === undefined) return context.skip(noLoopDevice);
        const acknowledgements = join(folder, "acknowledged");
        const stdout = openSync(acknowledgements, "a");
        const writer = new Writer(
          join(disk, "metrics.log"),
          "writer",
          { seed, sizes: "small", burst, restMs: 0, isAcknowledged: true, via, logger: { durability: "disk" } },
          stdout,
        );
        closeSync(stdout);
        while (readFileSync(acknowledgements).length === 0) await rest(1);
        await rest(random() * 200);
        // Nothing is to change while what the disk holds is copied: what lies in the kernel's memory is not in the copy.
        writer.process.kill("SIGSTOP");
        await rest(20);
        const acknowledged = linesOf(acknowledgements).map(Number);
        copyFileSync(image, join(folder, "after.img"));
        await writer.killed();

        const after = diskOn(join(folder, "after.img"), join(folder, "after"));
        if (after === undefined) throw new Error("the copy cannot be mounted");
        const path = join(after, "metrics.log");
        const logged = existsSync(path) ? (readLog(path).sequences.get("writer") ?? []) : [];
        expect(logged.slice(0, acknowledged.length)).toEqual(acknowledged);
        acknowledgedCount += acknowledged.length;
      }
      console.log(`power cut, ${via}: ${acknowledgedCount} acknowledged, 0 lost`);
    },
  );

  it('takes events along with durability "kernel": the cut is one', { timeout: 60_000 }, async (context) => {
    const folder = temporaryFolder();
    const image = join(folder, "disk.img");
    const disk = newImage(image) ? diskOn(image, join(folder, "disk")) : undefined;
    if (disk === undefined) return context.skip(noLoopDevice);
    const writer = new Writer(join(disk, "metrics.log"), "writer", {
      seed: 1,
      sizes: "small",
      burst: 100,
      count: 1000,
    });
    expect((await writer.report()).accepted).toHaveLength(1000);
    copyFileSync(image, join(folder, "after.img"));
    const after = diskOn(join(folder, "after.img"), join(folder, "after"));
    const path = join(after ?? "", "metrics.log");
    expect(existsSync(path) ? linesOf(path).length : 0).toBeLessThan(1000);
  });
});
