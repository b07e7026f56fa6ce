// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { faultFactor } from "./support/fault-events.js";
import { printedSeed, seededRandom } from "./support/random.js";
import { linesOf, readLog } from "./support/read-log.js";
import { Writer } from "./support/start-writer.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const killCount = Math.min(20, Math.round(6 * faultFactor));

describe("a writer that is killed", () => {
  it.each([
    { via: "issue", atOnce: 1 },
    { via: "issueAll", atOnce: 16 },
    { via: "issueSoon", atOnce: 50 },
  ] as const)(
    "has logged every event that $via accepted, and stands in nobody's way",
    { timeout: 120_000 },
    async ({ via, atOnce }) => {
      const seed = printedSeed("killed writer");
      const random = seededRandom(seed);
      const folder = temporaryFolder();
      const path = join(folder, "metrics.log");
      let acknowledgedCount = 0;
      for (let round = 0; round < killCount; round++) {
        const acknowledgements = join(folder, `${round}.acknowledged`);
        const stdout = openSync(acknowledgements, "a");
        const options = {
          seed: seed + round,
          sizes: "mixed",
          burst: via === "issueSoon" ? atOnce : 1e9,
          restMs: 0,
          isAcknowledged: true,
          via,
        } as const;
        const writer = new Writer(path, `writer-${round}`, options, stdout);
        closeSync(stdout);
        while (readFileSync(acknowledgements).length === 0) await rest(1);
        await rest(random() * 60);
        await writer.killed();

        const acknowledged = linesOf(acknowledgements).map(Number);
        acknowledgedCount += acknowledged.length;
        const logged = readLog(path).sequences.get(`writer-${round}`) ?? [];
        expect(logged.slice(0, acknowledged.length)).toEqual(acknowledged);
        // What was under way may have arrived.
        expect(logged.length - acknowledged.length).toBeLessThanOrEqual(atOnce);
      }
      // The writer of the next round has ended what the killed one left torn.
      const { sequences, torn } = readLog(path);
      expect(torn.length).toBeLessThanOrEqual(killCount);
      expect(sequences.size).toBe(killCount);
      expect(acknowledgedCount).toBeGreaterThan(killCount * 10);
      console.log(`killed writer, ${via}: ${acknowledgedCount} acknowledged, 0 lost, ${torn.length} torn lines ended`);
    },
  );
});
