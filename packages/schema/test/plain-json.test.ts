import { printedSeed } from "@metric-events/test-support";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseWithPlaces } from "../src/json-document.js";
import { plainValue } from "../src/plain-json.js";

describe("plainValue", () => {
  it.each([
    ['{"a": [1, -2.5e3, {"b": "a\\"b:\\\\"}], "c": {"a": null}, "": true}'],
    ["[]"],
    ['"a:b"'],
    ["0.1"],
    ['{"__proto__": 1, "constructor": {"x": 2}}'],
  ])("takes %s", (text) => {
    expect(plainValue(text)).toEqual({ value: JSON.parse(text) });
  });

  it.each([
    ["a duplicate key", '{"a": 1, "b": {"c": 1, "c": 2}}'],
    ["a duplicate key that is written with an escape", '{"a": 1, "\\u0061": 2}'],
    ["a number that no double holds", '{"a": 9007199254740993}'],
    ["a number beyond all doubles", "[1e400]"],
    ["half of a surrogate pair", '{"a": "\\ud800"}'],
    ["half of a surrogate pair in a key", '{"a\\uDC00": 1}'],
    ["what is not JSON", '{"a": 1,}'],
    ["nothing", ""],
  ])("leaves %s to a closer look", (_, text) => {
    expect(plainValue(text)).toBeUndefined();
  });

  it("takes only texts in which a parser of places finds the same value, and nothing to report", () => {
    const seed = printedSeed("plain JSON");
    const key = fc.constantFrom("a", "b", "__proto__", "\\u0061", "é");
    const scalar = fc.oneof(
      fc.constantFrom(
        "1",
        "-0",
        "1.0",
        "9007199254740993",
        "0.1e-7",
        "1E400",
        "true",
        "null",
        '"x:\\"y"',
        '"\\ud83d\\ude00"',
        '"\\udc00"',
      ),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    );
    const { json } = fc.letrec<{ json: string }>((tie) => ({
      json: fc.oneof(
        { depthSize: "small" },
        scalar,
        fc.array(tie("json"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
        fc
          .array(fc.tuple(key, tie("json")), { maxLength: 3 })
          .map((members) => `{${members.map(([name, value]) => `"${name}" : ${value}`).join(",\n")}}`),
      ),
    }));
    let plain = 0;
    fc.assert(
      fc.property(json, (text) => {
        const found = plainValue(text);
        if (found === undefined) return;
        plain++;
        const parsed = parseWithPlaces(text);
        if ("error" in parsed) throw new Error(parsed.error.reason);
        const { value, duplicateKeys, roundedNumbers, brokenTexts } = parsed.document;
        expect([duplicateKeys, roundedNumbers, brokenTexts]).toEqual([[], [], []]);
        expect(JSON.stringify(found.value)).toBe(JSON.stringify(value));
      }),
      { seed, numRuns: 2000 },
    );
    expect(plain).toBeGreaterThan(500);
  });
});
