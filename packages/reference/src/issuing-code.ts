import { sourceLiteral } from "@metric-events/codegen";
import type { EventModel } from "@metric-events/schema";
import { harmlessJson } from "@metric-events/text";

/** A valid event, with the examples of its schema. */
export type ExampleEvent = Readonly<Record<string, unknown>>;

/** What code writes the log with. */
const logger = "@metric-events/logger";

/** TypeScript that issues an event, in lines. */
export function issuingCode(
  { typeName, envelope }: EventModel,
  example: ExampleEvent,
  module: string,
): readonly string[] {
  // Constructors fill in the envelope.
  const { nameField, timeField } = envelope;
  const fields = Object.fromEntries(
    Object.entries(example).filter(([name]) => name !== nameField && name !== timeField),
  );
  return harmlessJson(
    [
      `import { EventLogger } from ${JSON.stringify(logger)};`,
      `import { catalogue, ${typeName} } from ${JSON.stringify(module)};`,
      "",
      "const logger = new EventLogger({ catalogue });",
      `logger.issue(${typeName}(${sourceLiteral(fields)}));`,
    ].join("\n"),
  ).split("\n");
}
