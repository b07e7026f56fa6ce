import { formatJson } from "../../json/format-json.js";

/** What every event carries. */
export function envelopeSchema(dialect: string): string {
  return formatJson({
    $schema: dialect,
    title: "Event",
    description: "The envelope of every event: when it happened and which event it is.",
    type: "object",
    required: ["timestamp", "event"],
    properties: {
      timestamp: {
        description: "Unix time at which the event happened.",
        type: "number",
        minimum: 0,
        kind: "identifier",
        unit: "s",
        examples: [1_719_900_000.25],
      },
      event: {
        description: "Name of the event: the name of its type in snake case.",
        type: "string",
        kind: "identifier",
        examples: [exampleEventName],
      },
    },
  });
}

export const exampleEventName = "job_finished";

/** An event that shows a field of each common kind. */
export function exampleSchema(dialect: string): string {
  return formatJson({
    $schema: dialect,
    title: "JobFinished",
    description: "A job of this project ended. An example: replace it by an event of your own.",
    type: "object",
    allOf: [{ $ref: "../shared/event.schema.json" }],
    required: ["job", "succeeded", "duration"],
    properties: {
      event: { const: exampleEventName },
      job: {
        description: "Which job, by the name that people call it.",
        type: "string",
        kind: "dimension",
        examples: ["nightly-backup"],
      },
      succeeded: { description: "Whether it did what it should.", type: "boolean" },
      duration: {
        description: "Time from its start to its end.",
        type: "number",
        minimum: 0,
        unit: "s",
        examples: [12.5],
      },
      attempts: {
        description: "How often it was tried. Absent where it is never tried again.",
        type: "integer",
        minimum: 1,
        unit: "{attempt}",
        examples: [2],
      },
    },
  });
}
