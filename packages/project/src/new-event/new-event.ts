import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { didYouMean } from "@metric-events/runtime";
import {
  type Diagnostic,
  diagnosticMessage,
  eventEnvelope,
  formatDiagnostic,
  InstalledPackages,
  isWireName,
  lint,
  loadSchemas,
  parseSchemas,
  type SchemaFile,
  type SchemaSet,
  snakeCase,
} from "@metric-events/schema";
import { createFile } from "@metric-events/system";
import { formatJson } from "../json/format-json.js";
import { ProjectError } from "../project-error.js";
import { envelopeOf, referencesFrom } from "./envelope.js";
import { eventSchema, fieldPointers, misplacedFields } from "./event-schema.js";
import { type FieldMistake, type NewField, parseField } from "./field-flag.js";

export interface NewEventOptions {
  /** The folder of the schemas, absolute. */
  readonly schemas: string;
  /** In snake case: `order_placed`. Where the schemas take any name, any text. */
  readonly name: string;
  /** What happened, as a sentence. Default: a stub, which the lint refuses. */
  readonly description?: string | undefined;
  /** In the order of the line, each as `name[?]:type[:unit] [what it means]`; fields of an object as `object.name`, after the object. */
  readonly fields: readonly string[];
}

/** A schema that was written. */
export interface NewEvent {
  /** Path of the file, absolute. */
  readonly file: string;
  /** What its author still has to write, by the lint. */
  readonly unwritten: readonly Diagnostic[];
}

/** What a new schema may lack: the lint insists on it. */
const authorsPart: ReadonlySet<Diagnostic["code"]> = new Set(["stub-description", "missing-unit", "fieldless-object"]);

/**
 * Writes the schema of a new event beside those that are there.
 *
 * @throws {ProjectError} before anything is written: for wrong names, types and units, all at once (`invalid-event`), for an event that is
 * described already (`event-exists`), and where no shared schema describes the time and the name (`no-envelope`).
 */
export function newEvent({ schemas, name, description, fields: flags }: NewEventOptions): NewEvent {
  const set = loadSchemas(schemas);
  const envelope = envelopeOf(set);
  const nameField = envelope === undefined ? undefined : eventEnvelope(set, envelope).name;
  const fields = parseFields(name, flags, nameField?.isMarked === true);
  if (envelope === undefined || nameField === undefined) throw noEnvelope(set);
  refuseCarried(name, fields, envelope);

  const folder = join(schemas, "events");
  const stem = snakeCase(name);
  const references = referencesFrom(folder, envelope, set);
  const text = formatJson(eventSchema({ name, nameField: nameField.field, description, fields, ...references }));
  const path = `events/${stem}.schema.json`;
  const found = lintTogether(set, schemas, path, text);
  const mistakes = found.filter(({ code }) => !authorsPart.has(code));
  if (mistakes.length > 0) throw refused(name, path, mistakes, fields);

  const file = join(schemas, path);
  if (!createFile(file, text)) {
    throw new ProjectError("event-exists", `${file} exists already; edit it, or choose another name`);
  }
  return { file, unwritten: found };
}

function parseFields(name: string, flags: readonly string[], takesAnyName: boolean): readonly NewField[] {
  const parsed = flags.map(parseField);
  const fields = parsed.flatMap((each) => ("field" in each ? [each.field] : []));
  const mistakes = parsed.flatMap((each) => ("field" in each ? [] : each.mistakes));
  // After a wrong field, others may only seem misplaced.
  const lines = (mistakes.length > 0 ? mistakes : misplacedFields(fields)).map(describe);
  const mistake = nameMistake(name, takesAnyName);
  if (mistake !== undefined) lines.unshift(mistake);
  if (lines.length > 0) throw invalid(name, lines);
  return fields;
}

function nameMistake(name: string, takesAnyName: boolean): string | undefined {
  const better = snakeCase(name);
  if (isWireName(takesAnyName ? better : name)) return undefined;
  if (takesAnyName)
    return `${JSON.stringify(name)} makes no file name: expected words with an ASCII letter first, such as "Order placed"; write the file by hand, with a title of your own`;
  const hint = didYouMean(isWireName(better) ? better : undefined);
  return `${JSON.stringify(name)} is not the name of an event: expected snake case, such as order_placed${hint}`;
}

function refuseCarried(name: string, fields: readonly NewField[], envelope: SchemaFile): void {
  const carried = fields.filter(
    ({ path: [first = ""], path }) => path.length === 1 && Object.hasOwn(envelope.schema.properties ?? {}, first),
  );
  const lines = carried.map(({ flag, path: [first = ""] }) =>
    describe({ flag, column: 1, message: `every event has the field ${JSON.stringify(first)}, from ${envelope.path}` }),
  );
  if (lines.length > 0) throw invalid(name, lines);
}

/** What the lint says because the new file is among the others, also about these: two may have one title. */
function lintTogether(set: SchemaSet, schemas: string, path: string, text: string): Diagnostic[] {
  const own = set.files.filter((file) => file.package === undefined);
  const others = own.map(({ fileUri }) => {
    const file = fileURLToPath(fileUri);
    return { path: relative(schemas, file).split(sep).join("/"), text: readFileSync(file, "utf8") };
  });
  const exists = others.some((each) => each.path === path);
  if (exists) {
    throw new ProjectError("event-exists", `${set.root}/${path} exists already; edit it, or choose another name`);
  }
  const packages = new InstalledPackages(schemas);
  const before = new Set(lint(parseSchemas(set.root, others, packages, set.formats)).map(formatDiagnostic));
  const after = lint(parseSchemas(set.root, [...others, { path, text }], packages, set.formats));
  return after.filter((diagnostic) => !before.has(formatDiagnostic(diagnostic)));
}

/** A problem of a field is shown at its flag. */
function refused(
  name: string,
  path: string,
  diagnostics: readonly Diagnostic[],
  fields: readonly NewField[],
): ProjectError {
  const clash = diagnostics.find(({ code }) => code === "event-name-clash");
  if (clash !== undefined) return new ProjectError("event-exists", diagnosticMessage(clash));
  const pointers = [...fieldPointers(fields)].toSorted(([left], [right]) => right.length - left.length);
  const found = diagnostics.map((diagnostic) => {
    const { pointer, file } = diagnostic.location;
    if (!file.endsWith(path)) return { field: undefined, message: formatDiagnostic(diagnostic) };
    const field = pointers.find(([start]) => pointer === start || pointer.startsWith(`${start}/`))?.[1];
    return { field, message: diagnosticMessage(diagnostic) };
  });
  // What is wrong with a name is found in "required", too.
  const atFields = new Set(found.flatMap(({ field, message }) => (field === undefined ? [] : [message])));
  const lines = found.flatMap(({ field, message }) => {
    if (field !== undefined) return [describe({ flag: field.flag, column: 1, message })];
    return atFields.has(message) ? [] : [message];
  });
  return invalid(name, [...new Set(lines)]);
}

function noEnvelope({ root, diagnostics }: SchemaSet): ProjectError {
  const broken = diagnostics.filter(({ code }) => code !== "no-events" && code !== "unreadable-file");
  const message = `no shared schema in ${root} describes the time and the name that every event carries; metric-events init writes one`;
  return new ProjectError("no-envelope", [message, ...broken.map((each) => `  ${formatDiagnostic(each)}`)]);
}

function invalid(name: string, lines: readonly string[]): ProjectError {
  const shown = isWireName(name) ? `the event ${name}` : `the event ${JSON.stringify(name)}`;
  return new ProjectError("invalid-event", [`cannot write ${shown}:`, ...lines.map((line) => `  ${line}`)]);
}

function describe({ flag, column, message }: FieldMistake): string {
  return `--field ${JSON.stringify(flag)}, character ${column}: ${message}`;
}
