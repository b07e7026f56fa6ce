import { Scan, secondsOf } from "@metric-events/runtime";
import { below, seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { PastTimes } from "../../src/judge/past-times.js";

const seed = Number(process.env["SEED"] ?? 5);
const now = Date.parse("2026-11-23T10:15:20Z") / 1000;
const zones = ["Z", "z", "+00:00", "-12:00", "+14:00", "+23:59", "-23:59"];

function isPast(text: string): boolean {
  const bytes = Buffer.from(`${text}\n`);
  const scan = new Scan(1);
  scan.reset(new Uint8Array(bytes));
  scan.starts[0] = 0;
  scan.ends[0] = text.length;
  return new PastTimes(now).has(scan, 0);
}

it(`takes no text for a time of the past that is none (seed ${seed})`, () => {
  const random = seededRandom(seed);
  let past = 0;
  let others = 0;
  for (let run = 0; run < 5000; run++) {
    const around = run % 2 === 0 ? now : 31_536_000;
    const date = new Date((around + below(random, 400_000) - 200_000) * 1000).toISOString();
    const text = `${date.slice(0, 19)}${zones[below(random, zones.length)]}`;
    if (!isPast(text)) {
      others++;
      continue;
    }
    past++;
    const seconds = secondsOf(text, "date-time");
    expect(seconds, text).toBeGreaterThanOrEqual(31_536_000);
    expect(seconds, text).toBeLessThanOrEqual(now);
  }
  expect(past).toBeGreaterThan(500);
  expect(others).toBeGreaterThan(500);
});

it("need not parse the times of a log of today", () => {
  expect(isPast("2026-11-23T10:14:59.999Z")).toBe(true);
  expect(isPast("2026-11-23T10:15:00Z")).toBe(false);
  expect(isPast("2026-11-22T10:14:00+02:00")).toBe(true);
});
