import { expect, it } from "vitest";
import { createLintContext } from "../../src/lint-context.js";
import { parseSchemas } from "../../src/load.js";
import { checkPatterns } from "../../src/rules/patterns.js";

it("all patterns of a set are looked into in a limited number of steps; those after are refused, unless they are plain", () => {
  const patterns = ["^[a-z]{1,20}-[a-z]{1,20}$", "^[a-z]{1,20}-[a-z]{1,20}$", "^[a-z]{1,9}_[0-9]{1,9}$", "^plain$"];
  const properties = Object.fromEntries(patterns.map((pattern, index) => [`p${index}`, { pattern }]));
  const set = parseSchemas("schemas", [
    { path: "events/door_opened.schema.json", text: JSON.stringify({ title: "DoorOpened", properties }) },
  ]);
  const [file] = set.files;
  if (file === undefined) throw new Error("expected a file");
  const context = createLintContext(set);
  expect(checkPatterns(file, context)).toEqual([]);
  const { taken } = context.patternSteps;
  expect(taken).toBeGreaterThan(100);
  // The steps of the first one, as if the others before it had taken all that is allowed.
  const patternSteps = { taken: 5_000_000, patterns: new Set<string>() };
  expect(checkPatterns(file, { ...context, patternSteps })).toMatchObject([
    {
      code: "slow-pattern",
      pointer: "/properties/p2/pattern",
      params: { pattern: "^[a-z]{1,9}_[0-9]{1,9}$", attack: undefined, isUnknown: true },
    },
  ]);
});

it.each([
  ["[\\w-.]", "[\\w\\-.]"],
  ["^[\\w-.]+@[a-z-\\d]+$", "^[\\w\\-.]+@[a-z\\-\\d]+$"],
  ["[\\p{L}-x]", "[\\p{L}\\-x]"],
  ["(?P<name>x)", "(?<name>x)"],
  ["[(?P<]\\-", "[(?P<]-"],
  ["\\A\\-\\Z", "^-$"],
  ["]", "\\]"],
  ["[[:alpha:]]", undefined],
  ["[b-a]", undefined],
])("the correction of %s is %s", (pattern, correction) => {
  const text = JSON.stringify({ title: "DoorOpened", properties: { field: { pattern } } });
  const set = parseSchemas("schemas", [{ path: "events/door_opened.schema.json", text }]);
  const [file] = set.files;
  if (file === undefined) throw new Error("expected a file");
  expect(checkPatterns(file, createLintContext(set))).toMatchObject([{ code: "bad-pattern", params: { correction } }]);
});
