import type { SchemaObject } from "./schema-types.js";

/** Path of the envelope's file within the schema folder. */
export const envelopePath = "shared/event.schema.json";

interface EnvelopeOptions {
  /** Whether events may be older than 1970. */
  readonly allowsNegativeTime?: boolean;
  /** The name of an event; with it, the fields have examples. */
  readonly exampleName?: string;
}

/** What every event carries, for a schema folder that has no envelope yet. */
export function envelopeSchema({ allowsNegativeTime = false, exampleName }: EnvelopeOptions = {}): SchemaObject {
  const examples = (value: unknown): object => (exampleName === undefined ? {} : { examples: [value] });
  return {
    title: "Event",
    description: "The envelope of every event: when it happened and which event it is.",
    type: "object",
    required: ["timestamp", "event"],
    properties: {
      timestamp: {
        description: "Unix time at which the event happened.",
        type: "number",
        ...(allowsNegativeTime ? {} : { minimum: 0 }),
        kind: "identifier",
        unit: "s",
        ...examples(1_719_900_000.25),
      },
      event: {
        description: "Name of the event: the name of its type in snake case.",
        type: "string",
        kind: "identifier",
        ...examples(exampleName),
      },
    },
  };
}
