import { envelopePath, envelopeSchema, type SchemaObject, typeNameOf } from "@metric-events/schema";

/** What a schema file says it is, where its folder has no copy of the event meta-schema. */
export const dialect = "https://json-schema.org/draft/2020-12/schema";

/** Path of an event's file within the schema folder. */
export function eventPath(event: string): string {
  return `events/${event}.schema.json`;
}

/** An event with nothing but the envelope. */
export function eventStub(event: string): SchemaObject {
  return {
    title: typeNameOf(event),
    description: `Lines of a log that have the name ${event}.`,
    type: "object",
    allOf: [{ $ref: `../${envelopePath}` }],
    properties: { event: { const: event } },
  };
}

/** The file of the envelope. */
export function envelopeFile(): { readonly path: string; readonly text: string } {
  return { path: envelopePath, text: JSON.stringify(envelopeSchema()) };
}
