import { envelopePath, envelopeSchema } from "@metric-events/schema";
import { formatJson } from "../../json/format-json.js";

/** The text of the envelope's file. */
export function envelopeText(dialect: string): string {
  return formatJson({ $schema: dialect, ...envelopeSchema({ exampleName: exampleEventName }) });
}

export const exampleEventName = "job_finished";

/** An event that shows a field of each common kind. */
export function exampleSchema(dialect: string): string {
  return formatJson({
    $schema: dialect,
    title: "JobFinished",
    description: "A job of this project ended. An example: replace it by an event of your own.",
    type: "object",
    allOf: [{ $ref: `../${envelopePath}` }],
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
