import { annotationKeywords, buildCatalogue, lint, parseSchemas } from "@metric-events/schema";
import { describe, expect, it } from "vitest";
import { compileEvent } from "../src/index.js";

/** A value for each annotation, so that the lint has nothing to say about the field that has it. */
const values: Readonly<Record<string, unknown>> = {
  title: "Barrier",
  description: "Which door.",
  examples: ["cellar"],
  default: "cellar",
  deprecated: true,
  since: "1.2.0",
  kind: "dimension",
  unit: "1",
  format: "uuid",
  contentEncoding: "base64",
  contentMediaType: "image/png",
  otel: "building.door.name",
};
/** Annotations that a text field cannot have, and a schema that has them. */
const elsewhere: Readonly<Record<string, object>> = {
  expectedMaximum: {
    properties: { seconds: { description: "How long it was open.", type: "number", unit: "s", expectedMaximum: 3600 } },
  },
  cardinality: {
    properties: { wing: { description: "Where.", type: "string", kind: "dimension", cardinality: "low" } },
  },
  buckets: {
    properties: { seconds: { description: "How long it was open.", type: "number", unit: "s", buckets: [1, 60] } },
  },
  ends: { ends: "door_unlocked" },
  pairs: { ends: "door_unlocked", pairs: "visits" },
  spans: {
    ends: "door_unlocked",
    properties: { open: { description: "How long it was open.", type: "number", unit: "s", spans: "door_unlocked" } },
  },
  envelope: { properties: { timestamp: { description: "When.", type: "number", unit: "s", envelope: "time" } } },
  origin: { properties: { machine: { description: "Which door.", type: "string", origin: "host" } } },
  partOf: {
    properties: {
      doors: { description: "All of them.", type: "integer", unit: "{door}" },
      open_doors: { description: "Those that are open.", type: "integer", unit: "{door}", partOf: "doors" },
    },
  },
};

function eventSchema(eventName: string, { properties, ...more }: { readonly properties?: object }): string {
  const title = eventName.replaceAll(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
  return JSON.stringify({
    title,
    description: "Somebody did something.",
    type: "object",
    required: ["timestamp", "event", "who"],
    properties: {
      timestamp: { description: "When.", type: "number", unit: "s" },
      event: { const: eventName },
      who: { description: "Who did it.", type: "string", kind: "dimension" },
      ...properties,
    },
    ...more,
  });
}

/** What is compiled of the event `door_opened`, whose schema the lint accepts. */
function compiled(more: object): { readonly body: string; readonly problems: readonly unknown[] } {
  const set = parseSchemas("schemas", [
    { path: "events/door_opened.schema.json", text: eventSchema("door_opened", more) },
    { path: "events/door_unlocked.schema.json", text: eventSchema("door_unlocked", {}) },
  ]);
  const { events, definitions } = buildCatalogue(set);
  const event = events.find(({ eventName }) => eventName === "door_opened");
  if (event === undefined) throw new Error("no event door_opened");
  return { body: compileEvent(event, definitions).body, problems: lint(set) };
}

describe("an annotation leaves an event its fast paths", () => {
  it("whichever annotation it is: each has a case here", () => {
    expect(Object.keys({ ...values, ...elsewhere }).toSorted()).toEqual(annotationKeywords.toSorted());
  });

  for (const keyword of annotationKeywords) {
    it(`${keyword}`, () => {
      const field = { description: "Which door.", type: "string", [keyword]: values[keyword] };
      const { body, problems } = compiled(elsewhere[keyword] ?? { properties: { door: field } });
      expect(problems).toEqual([]);
      for (const name of ["copy", "construct", "encode", "scan"]) expect(body).toContain(`function ${name}(`);
      expect(body).toContain("function stringify(");
    });
  }

  it("and an event with other keywords has no scanner", () => {
    const { body } = compiled({ properties: { tags: { description: "Labels.", type: "array" } } });
    expect(body).toContain("const scanner = undefined;");
  });
});
