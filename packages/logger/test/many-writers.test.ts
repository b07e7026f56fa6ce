import { join } from "node:path";
import { printedSeed, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { faultEvents } from "./support/fault-events.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { readLog } from "./support/read-log.js";
import { range, Writer } from "./support/start-writer.js";

describe("four processes that write one log", () => {
  it.each(["issue", "issueSoon", "issueAll"] as const)(
    "lose, tear and reorder nothing with lines of 200 bytes to 200 kB (%s)",
    longTest,
    async (via) => {
      const seed = printedSeed("many writers");
      const path = join(temporaryFolder(), "metrics.log");
      const writers = ["a", "b", "c", "d"];
      const options = { sizes: "mixed", burst: 1000, count: Math.ceil(faultEvents() / 4 / 16) * 16, via } as const;
      const reports = await Promise.all(
        writers.map((name, index) => new Writer(path, name, { ...options, seed: seed + index }).report()),
      );
      const { sequences, torn } = readLog(path);
      expect(torn).toEqual([]);
      for (const [index, writer] of writers.entries()) {
        expect(reports[index]?.rejected).toEqual([]);
        expect(firstDifference(sequences.get(writer) ?? [], range(0, options.count)), writer).toBeUndefined();
      }
    },
  );
});
