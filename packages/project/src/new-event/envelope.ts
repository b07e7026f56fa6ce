import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { eventEnvelope, isSchemaObject, resolveRef, type SchemaFile, type SchemaSet } from "@metric-events/schema";

/** The shared schema that describes what every event carries: the one that most events refer to. `undefined` when there is none. */
export function envelopeOf(set: SchemaSet): SchemaFile | undefined {
  const { files } = set;
  const events = files.filter(({ role }) => role === "event");
  const uses = (candidate: SchemaFile): number =>
    events.filter((event) => referenceTo(candidate, event, set) !== undefined).length;
  const candidates = files.filter(({ role }) => role === "shared").filter((file) => hasEnvelope(set, file));
  return candidates.toSorted((left, right) => uses(right) - uses(left))[0];
}

function hasEnvelope(set: SchemaSet, file: SchemaFile): boolean {
  const { name, time } = eventEnvelope(set, file);
  return [name, time].every(({ isRequired, sites }) => isRequired && sites.length > 0);
}

/** The reference of an event to another file, as it is written. */
function referenceTo(target: SchemaFile, event: SchemaFile, set: SchemaSet): string | undefined {
  const refs = (event.schema.allOf ?? []).flatMap((part) => (isSchemaObject(part) ? [part.$ref] : []));
  return refs.find((ref) => {
    const found = typeof ref === "string" ? resolveRef(set, event, ref) : undefined;
    return found !== undefined && "file" in found && found.pointer === "" && found.file.fileUri === target.fileUri;
  });
}

/** How a file in `folder` refers to the envelope, and what its `$schema` says, by the example of the envelope. */
export function referencesFrom(
  folder: string,
  envelope: SchemaFile,
  set: SchemaSet,
): { envelope: string; dialect?: string } {
  const file = fileURLToPath(envelope.fileUri);
  if (envelope.package === undefined) return withDialect(slashed(relative(folder, file)), folder, file, envelope);
  // By the example of the events: only they know how others get to a file of a package.
  const event = set.files.find((each) => each.role === "event" && referenceTo(envelope, each, set) !== undefined);
  if (event === undefined) return { envelope: envelope.uri };
  const reference = referenceTo(envelope, event, set) ?? envelope.uri;
  return withDialect(reference, folder, fileURLToPath(event.fileUri), event);
}

/** @param file of the schema whose `$schema` is the example. */
function withDialect(
  envelope: string,
  folder: string,
  file: string,
  { schema }: SchemaFile,
): { envelope: string; dialect?: string } {
  const { $schema } = schema as { readonly $schema?: unknown };
  if (typeof $schema !== "string") return { envelope };
  const isUri = URL.canParse($schema);
  return { envelope, dialect: isUri ? $schema : slashed(relative(folder, resolve(dirname(file), $schema))) };
}

function slashed(path: string): string {
  const joined = path.split(sep).join("/");
  return joined.startsWith(".") ? joined : `./${joined}`;
}
