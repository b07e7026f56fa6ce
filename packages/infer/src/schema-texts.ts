import { type SchemaObject, typeNameOf } from "@metric-events/schema";

/** What a schema file says it is, where its folder has no copy of the event meta-schema. */
export const dialect = "https://json-schema.org/draft/2020-12/schema";

/** Of the file that brings the envelope in, below the folder of schemas. */
export const envelopePath = "shared/event.schema.json";

/** Of the file of an event, below the folder of schemas. */
export function eventPath(event: string): string {
  return `events/${event}.schema.json`;
}

/** The envelope of every event. @param isPositive whether no event is older than 1970. */
export function proposedEnvelope(isPositive: boolean): SchemaObject {
  return {
    title: "Event",
    description: "The envelope of every event: when it happened and which event it is.",
    type: "object",
    required: ["timestamp", "event"],
    properties: {
      timestamp: {
        description: "Unix time at which the event happened.",
        type: "number",
        ...(isPositive ? { minimum: 0 } : {}),
        kind: "identifier",
        unit: "s",
      },
      event: {
        description: "Name of the event: the name of its type in snake case.",
        type: "string",
        kind: "identifier",
      },
    },
  };
}

/** An event with nothing but the envelope. */
export function eventStub(event: string): SchemaObject {
  return {
    title: typeNameOf(event),
    description: "To do: say what happened.",
    type: "object",
    allOf: [{ $ref: "../shared/event.schema.json" }],
    properties: { event: { const: event } },
  };
}

/** The file of the envelope. */
export function envelopeText(): { readonly path: string; readonly text: string } {
  return { path: envelopePath, text: JSON.stringify(proposedEnvelope(true)) };
}
