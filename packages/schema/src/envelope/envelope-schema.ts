import { defaultEnvelope, type Envelope } from "@metric-events/runtime";
import type { SchemaObject } from "../schema-types.js";

/** Path of the envelope's file within the schema folder. */
export const envelopePath = "shared/event.schema.json";

interface EnvelopeOptions {
  /** The fields that hold the name and the time. Default: `event`, and `timestamp` in seconds. */
  readonly envelope?: Envelope;
  /** Whether names may be any text, and not only words in snake case. */
  readonly takesAnyName?: boolean;
  /** Whether all numbers of the time are whole. */
  readonly isWhole?: boolean;
  /** Whether events may be older than 1970. */
  readonly allowsNegativeTime?: boolean;
  /** The name of an event; with it, the fields have examples. */
  readonly exampleName?: string;
}

/** What every event carries, for a schema folder that has no envelope yet. */
export function envelopeSchema(options: EnvelopeOptions = {}): SchemaObject {
  const { envelope = defaultEnvelope, takesAnyName = envelope.nameField !== defaultEnvelope.nameField } = options;
  const { exampleName } = options;
  const examples = (value: unknown): object => (exampleName === undefined ? {} : { examples: [value] });
  const isUsualTime =
    envelope.timeField === defaultEnvelope.timeField && envelope.timeKind === defaultEnvelope.timeKind;
  return {
    title: "Event",
    description: "The envelope of every event: when it happened and which event it is.",
    type: "object",
    required: [envelope.timeField, envelope.nameField],
    properties: {
      [envelope.timeField]: {
        ...timeSchema(envelope, options),
        ...(isUsualTime ? {} : { envelope: "time" }),
        ...examples(1_719_900_000.25),
      },
      [envelope.nameField]: {
        description: takesAnyName ? "Name of the event." : "Name of the event: the name of its type in snake case.",
        type: "string",
        kind: "identifier",
        ...(takesAnyName ? { envelope: "name" } : {}),
        ...examples(exampleName),
      },
    },
  };
}

function timeSchema(
  { timeKind }: Envelope,
  { isWhole = false, allowsNegativeTime = false }: EnvelopeOptions,
): SchemaObject {
  if (timeKind === "date-time") {
    return { description: "When the event happened.", type: "string", format: "date-time", kind: "identifier" };
  }
  return {
    description: "Unix time at which the event happened.",
    // Seconds usually have fractions.
    type: isWhole && timeKind !== "s" ? "integer" : "number",
    ...(allowsNegativeTime ? {} : { minimum: 0 }),
    kind: "identifier",
    unit: timeKind,
  };
}
