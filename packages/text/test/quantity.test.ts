import { expect, it } from "vitest";
import { count, formatBytes, formatDuration, formatQuantity, unitName } from "../src/index.js";

it.each([
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

it("a count has its noun in the right number", () => {
  expect([0, 1, 1_234_567].map((lines) => count(lines, "line"))).toEqual(["0 lines", "1 line", "1,234,567 lines"]);
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [999_499, "999 kB"],
  [999_999, "1.0 MB"],
  [1_549_000, "1.5 MB"],
  [2e9, "2.0 GB"],
  [5e13, "50.0 TB"],
])("%d bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

it.each([
  [1_500_000, "By", "1.5 MB"],
  [-1, "By", "-1 By"],
  [200, "s", "3m 20s"],
  [21.5, "Cel", "21.5 Cel"],
  [7, "{runner}", "7"],
  [7, "1", "7"],
  [7, undefined, "7"],
  [7, "\u001b[2J", "7 \\u001b[2J"],
])("%d in the unit %s is %s", (value, unit, text) => expect(formatQuantity(value, unit)).toBe(text));

it("a number without a form of its own is written by the caller", () => {
  expect(formatQuantity(1.23456, "Cel", (value) => value.toFixed(1))).toBe("1.2 Cel");
});

it("the name of a unit is for titles", () => {
  expect(["s", "{runner}", "1", undefined].map(unitName)).toEqual(["s", "runner", undefined, undefined]);
});
