import { expect, it } from "vitest";
import { formatTimestamp, parseMoment, parseSpan, parseTimestamp } from "../src/index.js";

const now = 1_795_305_600; // 2026-11-22T00:00:00Z

it.each([
  ["-3d", now - 3 * 86_400],
  ["-90m", now - 5400],
  ["2026-11-22", now],
  ["2026-11-22T10:15", now + 36_900],
  ["2026-11-22 10:15:30.5", now + 36_930.5],
  ["2026-11-22t10:15:00z", now + 36_900],
  ["2026-11-22T00:00:00+01:00", now - 3600],
  ["1795305600.25", now + 0.25],
  ["8640000000000", 8.64e12],
  ["2026-13-01", undefined],
  ["2026-02-30", undefined],
  ["3d", undefined],
  ["99999999999999", undefined],
  ["-99999999999d", undefined],
  ["2026-11-24T10:00+25:00", undefined],
  ["2026-11-24T10:00:00-99:99", undefined],
  ["", undefined],
  ["now", now],
  ["90m ago", now - 5400],
  ["3 days ago", now - 3 * 86_400],
  ["today", now],
  ["Yesterday", now - 86_400],
  ["yesterday 10:15", now - 86_400 + 36_900],
  ["yesterday 25:00", undefined],
  // 2026-11-22 is a Sunday.
  ["sunday", now],
  ["last sunday", now - 7 * 86_400],
  ["monday", now - 6 * 86_400],
  ["last monday", now - 6 * 86_400],
  ["Sat", now - 86_400],
  ["wednesday 09:00", now - 4 * 86_400 + 32_400],
  ["9:30", now + 34_200],
  ["tomorrow", undefined],
  ["mon day", undefined],
  ["3 moons ago", undefined],
])("the moment %s", (text, expected) => expect(parseMoment(text, now, "utc")).toBe(expected));

it("a day in a zone of its own begins where clocks say so", () => {
  const noon = new Date(2026, 10, 23, 12).getTime() / 1000;
  expect(parseMoment("yesterday", noon, "local")).toBe(new Date(2026, 10, 22).getTime() / 1000);
  expect(parseMoment("monday 09:00", noon, "local")).toBe(new Date(2026, 10, 23, 9).getTime() / 1000);
});

it.each([
  ["2026-11-22t10:15:00z", now + 36_900],
  ["2026-11-22 10:15+00:00", now + 36_900],
  ["1795305600.25", now + 0.25],
  ["2026-11-22T10:15:00", undefined],
  ["2026-11-22", undefined],
  ["2026-11-22z", undefined],
  ["-3d", undefined],
  ["2026-02-30T00:00Z", undefined],
])("the timestamp %s", (text, expected) => expect(parseTimestamp(text)).toBe(expected));

it.each([
  ["90s", 90],
  ["15m", 900],
  ["1.5h", 5400],
  ["2d", 172_800],
  ["1w", 604_800],
  ["0h", undefined],
  ["1", undefined],
  ["h", undefined],
  ["99999999999999999999d", undefined],
])("the span %s", (text, expected) => expect(parseSpan(text)).toBe(expected));

it.each([
  [0, "1970-01-01 00:00:00.000Z"],
  [1_719_900_000.25, "2024-07-02 06:00:00.250Z"],
  [1_719_900_000.9996, "2024-07-02 06:00:01.000Z"],
  [8.64e12, "+275760-09-13 00:00:00.000Z"],
  [1e300, "1e+300"],
])("%d seconds since the epoch are %s", (seconds, text) => expect(formatTimestamp(seconds, "utc")).toBe(text));
