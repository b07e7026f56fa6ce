import {
  count,
  excerpt,
  formatBytes,
  formatDuration,
  formatTable,
  formatTimestamp,
  printable,
  wrap,
} from "@metric-events/text";
import { expect, test } from "vitest";

test.each([
  [0, "0s"],
  [1e-7, "0.0001ms"],
  [0.00025, "0.25ms"],
  [0.85, "850ms"],
  [0.9994, "999ms"],
  [0.9996, "1s"],
  [1, "1s"],
  [12.75, "12.75s"],
  [59.994, "59.99s"],
  [59.996, "1m"],
  [60, "1m"],
  [200.125, "3m 20s"],
  [3599.6, "1h"],
  [3600, "1h"],
  [7325.4, "2h 2m"],
  [86_399, "1d"],
  [86_400, "1d"],
  [273_600, "3d 4h"],
  [1_719_900_000, "19906d 6h"],
  [-200, "-3m 20s"],
])("%d seconds are %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test.each([
  [0, "1970-01-01 00:00:00.000Z"],
  [1_719_900_000.25, "2024-07-02 06:00:00.250Z"],
  [1_719_900_000.9996, "2024-07-02 06:00:01.000Z"],
  [8.64e12, "+275760-09-13 00:00:00.000Z"],
  [1e300, "1e+300"],
])("%d seconds since the epoch are %s", (seconds, text) => expect(formatTimestamp(seconds, "utc")).toBe(text));

test("nothing that a terminal would obey is left in a text", () => {
  expect(printable("plain ä🚀 \u0000\u001b[2J\n\u007f\u009b\u200f\u202e\u2028\ufeff\ud800")).toBe(
    "plain ä🚀 \\u0000\\u001b[2J\\u000a\\u007f\\u009b\\u200f\\u202e\\u2028\\ufeff\\ud800",
  );
  expect(printable("\u{e0001}")).toBe("\\u{e0001}");
  expect(excerpt("abcdef", 3)).toBe("abc…");
});

test("quantities", () => {
  expect([count(0, "line"), count(1, "line"), count(1_234_567, "line")]).toEqual([
    "0 lines",
    "1 line",
    "1,234,567 lines",
  ]);
  expect([0, 999, 1000, 1_549_000, 2e9, 5e13].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "1.5 MB",
    "2.0 GB",
    "50.0 TB",
  ]);
});

test("tables have no space behind the last word of a line", () => {
  const table = formatTable(
    [{ title: "a" }, { title: "count", align: "right" }, { title: "text" }],
    [["äö", "7", ""], ["b"]],
  );
  expect(table).toBe("a   count  text\näö      7\nb\n");
});

test("words longer than the line are not broken", () => {
  expect(wrap("one two threefourfive six", 8, "  ")).toBe("  one\n  two\n  threefourfive\n  six");
});
