import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isSchemaObject, type SchemaFile, type SchemaSet } from "@metric-events/schema";

/** What every event carries. */
const carried = ["timestamp", "event"] as const;

/** The shared schema that describes what every event carries: the one that most events refer to. `undefined` when there is none. */
export function envelopeOf({ files }: SchemaSet): SchemaFile | undefined {
  const events = files.filter(({ role }) => role === "event");
  const uses = (candidate: SchemaFile): number => events.filter((event) => refersTo(event, candidate)).length;
  const candidates = files.filter(isEnvelope);
  return candidates.toSorted((left, right) => uses(right) - uses(left))[0];
}

function isEnvelope({ role, schema }: SchemaFile): boolean {
  return (
    role === "shared" &&
    carried.every((name) => schema.required?.includes(name) === true && Object.hasOwn(schema.properties ?? {}, name))
  );
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
