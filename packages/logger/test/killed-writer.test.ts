// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.

import { closeSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { faultEvents } from "./support/fault-events.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { linesOf, readLog } from "./support/read-log.js";
import { range, Writer } from "./support/start-writer.js";

const killCount = 20;

/** A writer is killed some time after this many of its events were accepted. */
const eventCount = Math.ceil(faultEvents() / killCount);
const acknowledgementBytes = range(0, eventCount).reduce((sum, sequence) => sum + `${sequence}\n`.length, 0);

describe("a writer that is killed", () => {
  it.each([
    { via: "issue", atOnce: 1 },
    { via: "issueAll", atOnce: 16 },
    { via: "issueSoon", atOnce: 50 },
  ] as const)(
    "has logged every event that $via accepted, and does not disturb the next writer",
    longTest,
    async ({ via, atOnce }) => {
      const seed = printedSeed("killed writer");
      const random = seededRandom(seed);
      const folder = temporaryFolder();
      const path = join(folder, "metrics.log");
      for (const round of range(0, killCount)) {
        const acknowledgements = join(folder, `${round}.acknowledged`);
        const stdout = openSync(acknowledgements, "a");
        const options = {
          seed: seed + round,
          // The kernel takes long enough for a large line that the writer can be killed within it.
          sizes: round % 4 === 0 ? "mixed" : "small",
          burst: via === "issueSoon" ? atOnce : 1e9,
          restMs: 0,
          isAcknowledged: true,
          via,
        } as const;
        const writer = new Writer(path, `writer-${round}`, options, stdout);
        closeSync(stdout);
        while (statSync(acknowledgements).size < acknowledgementBytes) await rest(1);
        await rest(random() * 20);
        await writer.killed();
      }

      // The writer of the next round has ended the torn line of the killed one.
      const { sequences, torn } = readLog(path);
      expect(torn.length).toBeLessThanOrEqual(killCount);
      expect(sequences.size).toBe(killCount);
      let acknowledgedCount = 0;
      for (const round of range(0, killCount)) {
        const acknowledged = linesOf(join(folder, `${round}.acknowledged`)).map(Number);
        const logged = sequences.get(`writer-${round}`) ?? [];
        expect(firstDifference(logged.slice(0, acknowledged.length), acknowledged), `round ${round}`).toBeUndefined();
        // Events that were being issued may be in the log.
        expect(logged.length - acknowledged.length).toBeLessThanOrEqual(atOnce);
        acknowledgedCount += acknowledged.length;
      }
      expect(acknowledgedCount).toBeGreaterThanOrEqual(faultEvents());
      console.log(`killed writer, ${via}: ${acknowledgedCount} acknowledged, 0 lost, ${torn.length} torn lines ended`);
    },
  );
});
