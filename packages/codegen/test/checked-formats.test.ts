import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildCatalogue, parseSchemas } from "@metric-events/schema";
import { describe, expect, it } from "vitest";
import { judgingDefinition } from "../src/index.js";

/** A guard of an event with one field of a format. */
function guardOf(schema: object, formats: "annotate" | "assert" = "assert"): (value: unknown) => boolean {
  const event = {
    title: "DoorOpened",
    description: "A door was opened.",
    type: "object",
    required: ["timestamp", "event"],
    properties: {
      timestamp: { description: "When.", type: "number", unit: "s" },
      event: { const: "door_opened" },
      value: { description: "Any.", ...schema },
    },
  };
  const texts = [{ path: "events/door_opened.schema.json", text: JSON.stringify(event) }];
  const model = buildCatalogue(parseSchemas("schemas", texts, undefined, formats));
  const [first] = model.events;
  if (first === undefined) throw new Error("the event is missing");
  const definition = judgingDefinition(first, model);
  return (value) => {
    const line = { timestamp: 1, event: "door_opened", value };
    const [isWritable, isReadable] = [definition.isWritable(line), definition.isReadable(line)];
    expect(isWritable, "the two contracts agree").toBe(isReadable);
    return isReadable;
  };
}

describe("formats that are checked", () => {
  it.each([
    ["date", "2024-02-29", "2023-02-29"],
    ["time", "23:59:60Z", "24:00:00Z"],
    ["date-time", "2024-01-01T00:00:00Z", "2024-01-01"],
    ["duration", "P1DT2H", "1D"],
    ["uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567"],
    ["ipv4", "127.0.0.1", "127.0.0.256"],
    ["ipv6", "2001:db8::1", "2001::db8::1"],
    ["hostname", "example.com", "-example.com"],
    ["hostname", `${"a.".repeat(126)}a`, `${"a.".repeat(127)}a`],
    ["email", "ann@example.com", "ann at example.com"],
    ["uri", "https://example.com/%41", "https://example.com/%4"],
    ["uri-reference", "../a", "a b"],
    ["iri", "https://example.com/ä", "https://example.com/ "],
    ["uri-template", "/a/{b}", "/a/{b"],
    ["json-pointer", "/a~1b", "a"],
    ["relative-json-pointer", "1/a", "-1"],
    ["int32", 2 ** 31 - 1, 2 ** 31],
    ["int32", 1, 1.5],
    ["int64", 2 ** 53 - 1, 0.5],
    ["int64", -(2 ** 63), 2 ** 63],
    ["int64", 2 ** 63 - 1024, -(2 ** 63) - 2048],
    ["int64", 1e18, 1e300],
  ])("%s: %j is valid, %j is not", (format, valid, invalid) => {
    const isValid = guardOf({ format });
    expect(isValid(valid)).toBe(true);
    expect(isValid(invalid)).toBe(false);
    expect(isValid(null), "another type").toBe(true);
    expect(guardOf({ format }, "annotate")(invalid), "an annotation").toBe(true);
  });

  it("are checked beside a pattern, in elements, branches and definitions", () => {
    const isValid = guardOf({
      type: "array",
      items: {
        anyOf: [
          { type: "string", format: "uuid", pattern: "^1" },
          { type: "integer", format: "int32" },
        ],
      },
    });
    expect(isValid(["123e4567-e89b-12d3-a456-426614174000", 5])).toBe(true);
    expect(isValid(["023e4567-e89b-12d3-a456-426614174000"])).toBe(false);
    expect(isValid(["1"])).toBe(false);
    expect(isValid([2 ** 40])).toBe(false);
  });
});

describe("the time of an event as text", () => {
  const own = { description: "When.", type: "string", format: "date-time" };
  const shared = { $ref: "../shared/when.schema.json" };
  it.each([
    ["at", { ...own, envelope: "time" }],
    ["timestamp", own],
    ["at", { ...own, envelope: "time", pattern: "^2" }],
    ["at", { ...shared, envelope: "time" }],
    ["at", { allOf: [shared], envelope: "time" }],
  ])("is checked once, and may have a space for the T, whatever formats mean (%s: %j)", (field, time) => {
    const event = {
      title: "DoorOpened",
      description: "A door was opened.",
      type: "object",
      required: [field, "event"],
      properties: { [field]: time, event: { const: "door_opened" }, other: own },
    };
    const texts = [
      { path: "events/door_opened.schema.json", text: JSON.stringify(event) },
      { path: "shared/when.schema.json", text: JSON.stringify({ title: "When", ...own }) },
    ];
    for (const formats of ["annotate", "assert"] as const) {
      const model = buildCatalogue(parseSchemas("schemas", texts, undefined, formats));
      const [first] = model.events;
      if (first === undefined) throw new Error("the event is missing");
      const definition = judgingDefinition(first, model);
      const isReadable = (at: string, other = at): boolean =>
        definition.isReadable({ event: "door_opened", [field]: at, other });
      expect(isReadable("2024-01-01T00:00:00Z")).toBe(true);
      expect(isReadable("2024-01-01 00:00:00Z", "2024-01-01T00:00:00Z")).toBe(true);
      expect(isReadable("2024-01-01 00:00:00Z")).toBe(formats === "annotate");
      expect(isReadable("2024-01-01", "2024-01-01T00:00:00Z")).toBe(false);
      expect(JSON.stringify(definition.check({ event: "door_opened", [field]: "x" }, "reader"))).not.toMatch(
        /date-time.*date-time/,
      );
    }
  });
});

/** Texts that the specification forbids, and that no regular language tells from what it allows. */
const undecided: Readonly<Record<string, (text: string) => boolean>> = {
  hostname: (text) => /--/.test(text),
  time: (text) => text.includes(":60"),
  "date-time": (text) => text.includes(":60"),
};

const folder = `${
  process.env["JSON_SCHEMA_TEST_SUITE"] ??
  fileURLToPath(new URL("../../../../shared/json-schema-test-suite", import.meta.url))
}/tests/draft2020-12/optional/format`;
const isThere = existsSync(folder);
if (!isThere)
  console.warn(`skipped: no ${folder}; name the folder of the JSON-Schema-Test-Suite in JSON_SCHEMA_TEST_SUITE`);

const formats = [
  ..."date time date-time duration uuid ipv4 ipv6 hostname email uri uri-reference iri iri-reference".split(" "),
  ..."uri-template json-pointer relative-json-pointer".split(" "),
];

describe.skipIf(!isThere)("the optional tests of formats of the official suite", () => {
  it.each(formats)("%s", (format) => {
    const groups = JSON.parse(readFileSync(`${folder}/${format}.json`, "utf8")) as readonly {
      readonly schema: { readonly format: string };
      readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
    }[];
    for (const { schema, tests } of groups) {
      const isValid = guardOf({ format: schema.format });
      for (const { description, data, valid } of tests) {
        const isOpen = !valid && typeof data === "string" && undecided[format]?.(data) === true;
        if (!isOpen) expect(isValid(data), description).toBe(valid);
      }
    }
  });
});
