import { secondsOf } from "@metric-events/runtime";
import { below, printedSeed, seededRandom } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { timeTextPattern } from "../../src/checked-formats.js";

const pattern = new RegExp(timeTextPattern, "u");

/** A text that is a time, or nearly one. */
function almostTime(random: () => number): string {
  const pick = <T>(...options: readonly T[]): T => options[below(random, options.length)] as T;
  const number = (most: number): string => String(below(random, most + 1)).padStart(2, "0");
  const year = pick("0000", "0099", "1900", "2000", "2023", "2024", "9999");
  const day = `${year}-${number(13)}-${number(32)}`;
  const time = `${number(24)}:${number(60)}:${number(61)}${pick("", ".5", ".123456789012", ".")}`;
  const zone = pick("Z", "z", "", `+${number(24)}:${number(60)}`, `-${number(24)}:${number(60)}`);
  const text = `${day}${pick("T", "t", " ", "_")}${time}${zone}`;
  return random() < 0.9 ? text : text.slice(below(random, text.length));
}

describe("the pattern of a time as text", () => {
  it.each([
    ["2024-02-29T00:00:00Z", 1_709_164_800],
    ["2024-07-02 06:00:00.25+02:00", 1_719_892_800.25],
    ["0001-01-01t00:00:00z", -62_135_596_800],
    // As in POSIX, a leap second is the first one after it.
    ["2016-12-31T23:59:60Z", 1_483_228_800],
  ])("takes %s", (text, seconds) => {
    expect(pattern.test(text)).toBe(true);
    expect(secondsOf(text, "date-time")).toBe(seconds);
  });

  it.each(["0099-07-25 07:16:14-18:60", "2024-07-02T06:00:00+24:00", "2024-07-02T24:00:00Z", "2023-02-29T00:00:00Z"])(
    "does not take %s",
    (text) => {
      expect(pattern.test(text)).toBe(false);
      expect(secondsOf(text, "date-time")).toBeUndefined();
    },
  );

  it("takes only what is a time, and little of that does it refuse", () => {
    const random = seededRandom(printedSeed("times"));
    let taken = 0;
    for (let round = 0; round < 20_000; round++) {
      const text = almostTime(random);
      const seconds = secondsOf(text, "date-time");
      const isTaken = pattern.test(text);
      if (isTaken) taken++;
      // A leap second that no day has is a time, and none by the format.
      const isOdd = text.slice(17, 19) === "60";
      expect({ text, isTime: seconds !== undefined }).toEqual({
        text,
        isTime: isTaken || (isOdd && seconds !== undefined),
      });
      const parsed = Date.parse(text.toUpperCase().replace(" ", "T"));
      if (isTaken && !isOdd)
        expect({ text, seconds: Math.floor((seconds ?? 0) * 1000 + 1e-3) }).toEqual({ text, seconds: parsed });
    }
    expect(taken).toBeGreaterThan(100);
  });
});
