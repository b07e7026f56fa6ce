import { sourceLiteral } from "@metric-events/codegen";
import type { EventModel } from "@metric-events/schema";
import { harmlessJson } from "@metric-events/text";

/** A valid event, with the examples of its schema. */
export type ExampleEvent = Readonly<Record<string, unknown>>;

/** What code writes the log with. */
const logger = "@metric-events/logger";

/** What constructors fill in. */
const filledIn: ReadonlySet<string> = new Set(["event", "timestamp"]);

/** TypeScript that issues an event, in lines. */
export function issuingCode({ typeName }: EventModel, example: ExampleEvent, module: string): readonly string[] {
  const fields = Object.fromEntries(Object.entries(example).filter(([name]) => !filledIn.has(name)));
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
