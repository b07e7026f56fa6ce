import { expect, it } from "vitest";
import { type LogLine, lineValue } from "../../src/index.js";

function textLine(text: string): LogLine {
  return { kind: "text", number: 1, text, startColumn: 1, isTerminated: true };
}

it("takes a line as JSON, whatever it says", () => {
  for (const value of [{ a: 1 }, [1], "text", null]) {
    expect(lineValue(textLine(JSON.stringify(value)))).toEqual({ isJson: true, value });
  }
});

it("ignores blank lines", () => {
  expect(lineValue(textLine(" \t\r"))).toBeUndefined();
});

it.each<[string, LogLine, object]>([
  ["torn", textLine('{"a":"x'), { code: "torn", column: 8 }],
  ["duplicate names", textLine('{"a":1,"a":2}'), { code: "duplicate-key", column: 8, name: "a" }],
  [
    "no UTF-8",
    { kind: "not-utf8", number: 1, bytes: Uint8Array.of(0x61, 0xff), isTerminated: true },
    { code: "not-utf8", column: 2 },
  ],
  ["a number that no double holds", textLine(`{"a":12345678901234567890.5}`), { code: "inexact-number", column: 6 }],
  ["too long", { kind: "too-long", number: 1, byteLength: 2e7, isTerminated: true }, { code: "too-long", column: 1 }],
])("says why a line is none that all readers agree on: %s", (_, line, fault) => {
  expect(lineValue(line)).toMatchObject({ isJson: false, faults: [fault] });
});
