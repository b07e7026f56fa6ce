import { below, printedSeed, seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { inferLines, refusedLines } from "./support/infer-lines.js";
import { randomLog } from "./support/random-log.js";

const rounds = Number(process.env["INFER_ROUNDS"] ?? 12);

it("a proposal accepts every line that it was made from, and the lint has nothing against it", async () => {
  const seed = printedSeed("random logs");
  const random = seededRandom(seed);
  let unions = 0;
  let maps = 0;
  // Some seeds take longer to come upon a union or a map.
  const isSeen = (): boolean => unions > 0 && maps > 0;
  for (let round = 0; round < rounds || (!isSeen() && round < 20 * rounds); round++) {
    const lines = randomLog(random, 1 + below(random, 120));
    const proposal = await inferLines(lines, { eventField: "event", timeField: "timestamp" });
    expect({ seed, round, lines: proposal.lines, leftOut: proposal.leftOut }).toEqual({
      seed,
      round,
      lines: lines.length,
      leftOut: [],
    });
    expect({ seed, round, refused: refusedLines(proposal, lines) }).toEqual({ seed, round, refused: [] });
    const keywords = JSON.stringify(proposal.files);
    if (keywords.includes('"anyOf"')) unions++;
    if (keywords.includes('"additionalProperties"')) maps++;
  }
  expect({ unions: unions > 0, maps: maps > 0 }).toEqual({ unions: true, maps: true });
});
