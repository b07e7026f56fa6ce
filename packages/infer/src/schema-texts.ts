import { defaultEnvelope, type Envelope } from "@metric-events/runtime";
import { envelopePath, type SchemaObject, typeNameOf } from "@metric-events/schema";

/** What a schema file says it is, where its folder has no copy of the event meta-schema. */
export const dialect = "https://json-schema.org/draft/2020-12/schema";

/** Path of an event's file within the schema folder. */
export function eventPath(event: string): string {
  return `events/${event}.schema.json`;
}

/**
 * An event with nothing but the envelope.
 *
 * @param event its name in snake case.
 * @param inLog its name as the log has it.
 */
export function eventStub(event: string, inLog: string, { nameField }: Envelope): SchemaObject {
  return {
    title: typeNameOf(event),
    description: `Lines of a log that have the name ${event}.`,
    type: "object",
    allOf: [{ $ref: `../${envelopePath}` }],
    properties: { [nameField]: { const: inLog } },
  };
}

/**
 * What the schema of the envelope says about names.
 *
 * @param names those of the log, and the same in snake case.
 */
export function envelopeOptions(
  envelope: Envelope,
  names: ReadonlyMap<string, string>,
): { readonly envelope: Envelope; readonly takesAnyName: boolean } {
  const areSnakeCase = [...names].every(([inLog, event]) => inLog === event);
  const takesAnyName = envelope.nameField !== defaultEnvelope.nameField || !areSnakeCase;
  return { envelope, takesAnyName };
}
