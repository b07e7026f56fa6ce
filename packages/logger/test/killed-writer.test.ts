// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { printedSeed, seededRandom } from "./support/random.js";
import { linesOf, readLog } from "./support/read-log.js";
import { Writer } from "./support/start-writer.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const killCount = 8;

describe("a writer that is killed", () => {
  it("has logged every event that issue() returned for, and stands in nobody's way", { timeout: 60_000 }, async () => {
    const seed = printedSeed("killed writer");
    const random = seededRandom(seed);
    const folder = temporaryFolder();
    const path = join(folder, "metrics.log");
    let acknowledgedCount = 0;
    for (let round = 0; round < killCount; round++) {
      const acknowledgements = join(folder, `${round}.acknowledged`);
      const stdout = openSync(acknowledgements, "a");
      const options = { seed: seed + round, sizes: "mixed", burst: 1e9, isAcknowledged: true } as const;
      const writer = new Writer(path, `writer-${round}`, options, stdout);
      closeSync(stdout);
      while (readFileSync(acknowledgements).length === 0) await rest(1);
      await rest(random() * 60);
      await writer.killed();

      const acknowledged = linesOf(acknowledgements).map(Number);
      acknowledgedCount += acknowledged.length;
      const logged = readLog(path).sequences.get(`writer-${round}`) ?? [];
      expect(logged.slice(0, acknowledged.length)).toEqual(acknowledged);
      // The one that was under way may have arrived.
      expect(logged.length - acknowledged.length).toBeLessThanOrEqual(1);
    }
    // The writer of the next round has ended what the killed one left torn.
    const { sequences, torn } = readLog(path);
    expect(torn.length).toBeLessThanOrEqual(killCount);
    expect(sequences.size).toBe(killCount);
    expect(acknowledgedCount).toBeGreaterThan(killCount * 10);
    console.log(`killed writer: ${acknowledgedCount} acknowledged, 0 lost, ${torn.length} torn lines ended`);
  });
});
