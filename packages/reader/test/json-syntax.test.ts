import { below, seededRandom } from "@metric-events/test-support";
import { expect, test } from "vitest";
import { findSyntaxFaults } from "../src/line/json-syntax.js";

const seed = 20_261_123;

test("finds a fault exactly where JSON.parse does, in mutated lines", () => {
  const random = seededRandom(seed);
  const outcomes = { json: 0, notJson: 0 };
  for (let round = 0; round < 20_000; round++) {
    const text = mutate(lines[below(random, lines.length)] ?? "", random);
    const isJson = parses(text);
    const faults = findSyntaxFaults(text);
    expect(faults.length === 0, `seed ${seed}, round ${round}: ${JSON.stringify(text)}`).toBe(isJson);
    for (const { index } of faults) expect(index).toBeLessThanOrEqual(text.length);
    outcomes[isJson ? "json" : "notJson"]++;
  }
  expect(Math.min(outcomes.json, outcomes.notJson)).toBeGreaterThan(1000);
});

test("every line that is cut anywhere is torn", () => {
  for (const line of lines) {
    for (let length = 1; length < line.length; length++) {
      // A number of several digits that was cut is a number still.
      if (parses(line.slice(0, length))) continue;
      expect(findSyntaxFaults(line.slice(0, length)), line.slice(0, length)).toMatchObject([
        { code: "torn", index: length },
      ]);
    }
  }
});

test("two lines without the newline between them are glued where the second begins", () => {
  const objects = lines.filter((line) => line.startsWith("{"));
  expect(objects.length).toBeGreaterThan(1);
  for (const left of objects) {
    for (const right of objects) {
      expect(findSyntaxFaults(left + right)).toEqual([{ code: "glued", index: left.length, isCut: false }]);
    }
  }
});

test("an event behind one that was cut off anywhere is found", () => {
  const [first = "", second = ""] = events;
  for (let length = 1; length < first.length; length++) {
    // Where a value may stand, the second event could be one that the first contains.
    if (first[length - 1] === ":") continue;
    expect(findSyntaxFaults(first.slice(0, length) + second), `cut at ${length}`).toEqual([
      { code: "glued", index: length, isCut: true },
    ]);
  }
});

test("all numbers that JSON does not have are found, and what is wrong behind them", () => {
  expect(findSyntaxFaults('{"a":NaN,"b":[-Infinity,1],"c":nan')).toEqual([
    { code: "not-finite", index: 5, literal: "NaN" },
    { code: "not-finite", index: 14, literal: "-Infinity" },
    { code: "not-finite", index: 31, literal: "nan" },
    { code: "torn", index: 34, inside: "an object" },
  ]);
});

test("deep nesting does not overflow the stack", () => {
  const depth = 1_000_000;
  expect(findSyntaxFaults("[".repeat(depth))).toEqual([{ code: "torn", index: depth, inside: "an array" }]);
  expect(findSyntaxFaults("[".repeat(depth) + "]".repeat(depth))).toEqual([]);
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

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
