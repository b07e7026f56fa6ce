import { describe, expect, it } from "vitest";
import { parseJsonDocument } from "../src/json-document.js";
import { parseBounded } from "../src/parse-bounded.js";

function nested(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

describe("parseBounded", () => {
  it.each([
    ["an object", '{"a": ["[[[", {}]}'],
    ["five hundred levels", nested(500)],
    ["more brackets than levels", `[${"[],".repeat(1000)}1]`],
  ])("reads %s", (_, text) => {
    expect(parseBounded(text)).toEqual(JSON.parse(text));
  });

  it("passes over a byte order mark", () => {
    expect(parseBounded("\uFEFF[1]")).toEqual([1]);
  });

  it.each([
    ["a level more", nested(501)],
    ["many levels without an end", "[".repeat(1_000_000)],
    ["levels of objects", '{"a":'.repeat(501)],
    ["what is not JSON", "[1,]"],
  ])("refuses %s", (_, text) => {
    expect(parseBounded(text)).toBeUndefined();
  });
});

it("a schema file that is nested too deeply is refused at the place where it is, before it is parsed", () => {
  const error = { reason: "nested more than 500 levels deep", position: { line: 2, column: 501 } };
  expect(parseJsonDocument(`\n${"[".repeat(1_000_000)}`)).toEqual({ error });
});
