import { buildCatalogue, type CatalogueModel, lint, parseSchemas } from "@metric-events/schema";

type Json = Readonly<Record<string, unknown>>;

const envelope: Json = {
  title: "Event",
  description: "What each event has.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: { description: "When.", type: "number", minimum: 0, kind: "identifier", unit: "s" },
    event: { description: "Which event it is.", type: "string", kind: "identifier", examples: ["x"] },
  },
};

/** An event with fields of its own beside those of the envelope. */
export function eventSchema(name: string, properties: Json, more: Json = {}): Json {
  const title = name.replaceAll(/(?:^|_)(.)/g, (_, first: string) => first.toUpperCase());
  return {
    title,
    description: `This is ${name}.`,
    type: "object",
    allOf: [{ $ref: "../shared/event.schema.json" }],
    ...more,
    properties: { event: { const: name }, ...properties },
  };
}

/** The catalogue of some events, by name, which the lint must accept. */
export function modelOf(...events: readonly Json[]): CatalogueModel {
  const files = events.map((schema) => {
    const { event } = schema["properties"] as { readonly event: { readonly const: string } };
    return { path: `events/${event.const}.schema.json`, text: JSON.stringify(schema) };
  });
  const set = parseSchemas("schemas", [...files, { path: "shared/event.schema.json", text: JSON.stringify(envelope) }]);
  const found = lint(set);
  if (found.length > 0) throw new Error(JSON.stringify(found));
  return buildCatalogue(set);
}

export const doorOpened: Json = eventSchema(
  "door_opened",
  {
    door: { description: "Which door, by the `sign` on it.", type: "string", kind: "dimension", examples: ["cellar"] },
    open_for: { description: "How long it stayed open.", type: "number", minimum: 0, unit: "s", examples: [12.5] },
    lock: {
      title: "Lock",
      description: "What shuts it.",
      type: "object",
      required: ["code"],
      properties: { code: { description: "The code of the lock.", type: "integer", kind: "dimension", examples: [7] } },
    },
  },
  { required: ["door"], since: "1.2.0" },
);

export const doorClosed: Json = eventSchema(
  "door_closed",
  { door: { description: "Which door, by the `sign` on it.", type: "string", kind: "dimension" } },
  { ends: "door_opened", deprecated: true, required: ["door"] },
);
