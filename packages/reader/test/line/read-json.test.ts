import { below, seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { type JsonReading, readJson } from "../../src/line/read-json.js";

const seed = 20_261_123;

it("finds a fault exactly where JSON.parse does, in mutated lines", () => {
  const random = seededRandom(seed);
  const outcomes = { json: 0, notJson: 0 };
  for (let round = 0; round < 20_000; round++) {
    const text = mutate(lines[below(random, lines.length)] ?? "", random);
    const isJson = parses(text);
    const faults = faultsIn(text);
    expect(faults.length === 0, `seed ${seed}, round ${round}: ${JSON.stringify(text)}`).toBe(isJson);
    for (const { index } of faults) expect(index).toBeLessThanOrEqual(text.length);
    outcomes[isJson ? "json" : "notJson"]++;
  }
  expect(Math.min(outcomes.json, outcomes.notJson)).toBeGreaterThan(1000);
});

it("every line that is cut anywhere is torn", () => {
  for (const line of lines) {
    for (let length = 1; length < line.length; length++) {
      // A number of several digits that was cut is a number still.
      if (parses(line.slice(0, length))) continue;
      expect(faultsIn(line.slice(0, length)), line.slice(0, length)).toMatchObject([{ code: "torn", index: length }]);
    }
  }
});

it("two lines without the newline between them are glued where the second begins", () => {
  const objects = lines.filter((line) => line.startsWith("{"));
  expect(objects.length).toBeGreaterThan(1);
  for (const left of objects) {
    for (const right of objects) {
      expect(faultsIn(left + right)).toEqual([{ code: "glued", index: left.length, isCut: false }]);
    }
  }
});

it("an event behind one that was cut off anywhere is found", () => {
  const [first = "", second = ""] = events;
  for (let length = 1; length < first.length; length++) {
    // Where a value may stand, the second event could be one that the first contains.
    if (first[length - 1] === ":") continue;
    expect(faultsIn(first.slice(0, length) + second), `cut at ${length}`).toEqual([
      { code: "glued", index: length, isCut: true },
    ]);
  }
});

it("all numbers that JSON does not have are found, and what is wrong behind them", () => {
  expect(faultsIn('{"a":NaN,"b":[-Infinity,1],"c":nan')).toEqual([
    { code: "not-finite", index: 5, literal: "NaN" },
    { code: "not-finite", index: 14, literal: "-Infinity" },
    { code: "not-finite", index: 31, literal: "nan" },
    { code: "torn", index: 34, inside: "an object" },
  ]);
});

it("nesting is read to a depth that no writer needs, and refused beyond", () => {
  for (const [open, close, inside] of [
    ["[", "]", "an array"],
    ['{"a":', "}", "an object"],
  ] as const) {
    const nested = (depth: number): string => open.repeat(depth);
    expect(faultsIn(nested(10_000))).toEqual([{ code: "torn", index: open.length * 10_000, inside }]);
    expect(faultsIn(`${nested(10_000)}1${close.repeat(10_000)}`)).toEqual([]);
    expect(faultsIn(nested(10_001))).toEqual([{ code: "too-deep", index: open.length * 10_000, maxDepth: 10_000 }]);
  }
});

it("names that an object has twice are found, escaped or not, and those of other objects do not count", () => {
  expect(readJson('{"a":{"b":1},"b":[{"b":1},{"b":2}],"\\u0061":1,"b" :2}').duplicates).toEqual([
    { index: 35, name: "a" },
    { index: 46, name: "b" },
  ]);
});

const events = [
  '{"timestamp":1719900000.25,"event":"runner_start","flavor":"small","idle":-1.5e-3}',
  '{"timestamp":1,"event":"runner_stop","status_info":{"code":137},"text":"a\\"b\\\\c\\u00e4"}',
];

const lines = [
  ...events,
  '{"a":[1,-0,0.5,1E+9,[],{}],"b":null,"c":true,"d":false,"e":""}',
  ' \t{ "a" : [ 1 , "}" ] } \r',
  "[]",
  '"ä🚀"',
  "-12.5e10",
];

/** Changes a few characters. */
function mutate(line: string, random: () => number): string {
  const alphabet = '{}[]",:0123456789.eE+-\\utrfalsn NI\u0001';
  let text = line;
  for (let count = below(random, 3); count > 0; count--) {
    const at = below(random, text.length + 1);
    const character = alphabet[below(random, alphabet.length)] ?? "";
    const removed = below(random, 3);
    text = text.slice(0, at) + (random() < 0.7 ? character : "") + text.slice(at + removed);
  }
  return text;
}

function faultsIn(text: string): JsonReading["faults"] {
  return readJson(text).faults;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
