import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { eventEnvelope, isSchemaObject, type SchemaFile, type SchemaSet } from "@metric-events/schema";

/** The shared schema that describes what every event carries: the one that most events refer to. `undefined` when there is none. */
export function envelopeOf(set: SchemaSet): SchemaFile | undefined {
  const { files } = set;
  const events = files.filter(({ role }) => role === "event");
  const uses = (candidate: SchemaFile): number => events.filter((event) => refersTo(event, candidate)).length;
  const candidates = files.filter(({ role }) => role === "shared").filter((file) => hasEnvelope(set, file));
  return candidates.toSorted((left, right) => uses(right) - uses(left))[0];
}

function hasEnvelope(set: SchemaSet, file: SchemaFile): boolean {
  const { name, time } = eventEnvelope(set, file);
  return [name, time].every(({ isRequired, sites }) => isRequired && sites.length > 0);
}

function refersTo({ fileUri, schema }: SchemaFile, target: SchemaFile): boolean {
  return (schema.allOf ?? []).some(
    (part) =>
      isSchemaObject(part) &&
      typeof part.$ref === "string" &&
      URL.canParse(part.$ref, fileUri) &&
      [target.fileUri, target.uri].includes(new URL(part.$ref, fileUri).href),
  );
}

/** How a file in `folder` refers to the envelope, and what its `$schema` says, by the example of the envelope. */
export function referencesFrom(folder: string, envelope: SchemaFile): { envelope: string; dialect?: string } {
  const file = fileURLToPath(envelope.fileUri);
  const { $schema } = envelope.schema as { readonly $schema?: unknown };
  const reference = { envelope: slashed(relative(folder, file)) };
  if (typeof $schema !== "string") return reference;
  const isUri = URL.canParse($schema);
  return { ...reference, dialect: isUri ? $schema : slashed(relative(folder, resolve(dirname(file), $schema))) };
}

function slashed(path: string): string {
  const joined = path.split(sep).join("/");
  return joined.startsWith(".") ? joined : `./${joined}`;
}
