import { describe, expect, it } from "vitest";
import { buildCatalogue, lint, parseSchemas, type SchemaText } from "../src/index.js";

const envelope = {
  title: "Event",
  description: "What every event has.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: { description: "When it happened.", type: "number", unit: "s" },
    event: { description: "Which event it is.", type: "string" },
  },
};

function event(number: number, properties: object): SchemaText {
  const schema = {
    title: `Thing${number}Happened`,
    description: "Something happened.",
    type: "object",
    allOf: [{ $ref: "../shared/event.schema.json" }],
    properties: { event: { const: `thing${number}_happened` }, ...properties },
  };
  return { path: `events/thing${number}_happened.schema.json`, text: JSON.stringify(schema) };
}

function setOf(...texts: readonly SchemaText[]): ReturnType<typeof parseSchemas> {
  return parseSchemas("schemas", [{ path: "shared/event.schema.json", text: JSON.stringify(envelope) }, ...texts]);
}

describe("the fields of a catalogue", () => {
  it("are described in each event, however many events there are", () => {
    const names = Array.from({ length: 30 }, (_, index) => `f${index}`);
    const fields = Object.fromEntries(names.map((name) => [name, { description: "A field.", type: "string" }]));
    const { events } = buildCatalogue(setOf(...Array.from({ length: 200 }, (_, number) => event(number, fields))));
    expect(events).toHaveLength(200);
    expect(new Set(events.map((each) => each.fields.length))).toEqual(new Set([32]));
  });

  it("are refused where unions of arrays multiply them, without any field", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => {
        const next = { type: "array", items: { $ref: `#/$defs/T${index + 1}` } };
        const description = "One of two lists.";
        return [`T${index}`, { title: `T${index}`, description, oneOf: [next, { ...next, minItems: 3 }] }];
      }),
    );
    const last = { title: "T40", description: "The last.", type: "string" };
    const parts = { $defs: { ...$defs, T40: last } };
    const set = setOf(
      { path: "shared/parts.schema.json", text: JSON.stringify(parts) },
      event(1, { list: { description: "Lists.", $ref: "../shared/parts.schema.json#/$defs/T0" } }),
    );
    expect(lint(set).map(({ code }) => code)).toContain("too-many-fields");
  });
});

describe("a folder called meta", () => {
  it("is left out at the top alone, in a commit as in a folder", () => {
    const shared = JSON.stringify({ title: "A", description: "A part.", type: "string" });
    const set = setOf(
      event(1, {}),
      { path: "shared/meta/a.schema.json", text: shared },
      { path: "meta/a.schema.json", text: "{" },
    );
    expect(set.files.map(({ stem }) => stem)).toContain("a");
    expect(set.diagnostics).toEqual([]);
  });
});
