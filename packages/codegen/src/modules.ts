import { defaultEnvelope, type Envelope, isSameEnvelope, withinPatternSteps } from "@metric-events/runtime";
import { type CatalogueModel, type EventModel, exampleOf, isAccepting } from "@metric-events/schema";
import { harmlessJson } from "@metric-events/text";
import { type CompiledEvent, compileEvent } from "./compile.js";
import { evaluateCompiled } from "./evaluate-compiled.js";
import { generatedMark } from "./generated-marks.js";
import { sourceLiteral } from "./source-literal.js";
import type { TypeDeclarations } from "./types/type-declarations.js";

/** A file to write, with its path relative to the output folder. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

const shared = "./shared.js";

/** The name of an event's module: `runner-start` for `runner_start`. */
export function moduleName(event: EventModel): string {
  return event.snakeName.replaceAll("_", "-");
}

export async function sharedModule(types: TypeDeclarations): Promise<GeneratedFile> {
  const declarations = await Promise.all(types.sharedNames.map((name) => types.shared(name)));
  return { path: "shared.ts", content: module("the shared schemas", declarations) };
}

/** The two modules of an event. */
export async function eventModules(
  event: EventModel,
  model: CatalogueModel,
  types: TypeDeclarations,
  runtime: string,
): Promise<GeneratedFile[]> {
  const compiled = compileEvent(event, model.definitions);
  const { writer } = evaluateCompiled(compiled);
  const example = exampleOf(event, model.definitions, (value) =>
    isAccepting((each) => withinPatternSteps(writer, each), value),
  );
  return [await eventModule(event, example, types, runtime), compiledEventModule(event, compiled, runtime)];
}

async function eventModule(
  event: EventModel,
  example: object | undefined,
  types: TypeDeclarations,
  runtime: string,
): Promise<GeneratedFile> {
  const { typeName } = event;
  const descriptors = descriptorsOf(event);
  const declaration = await types.event(event);
  const source = {
    eventName: event.eventName,
    ...(event.snakeName === event.eventName ? {} : { snakeName: event.snakeName }),
    typeName,
    ...(isSameEnvelope(event.envelope, defaultEnvelope) ? {} : { envelope: event.envelope }),
    description: event.description,
    ...(event.since === undefined ? {} : { since: event.since }),
    ...(event.deprecated === undefined ? {} : { deprecated: true }),
    ...(event.ends === undefined ? {} : { ends: event.ends }),
  };
  const typeArguments = [typeName, ...envelopeArguments(event.envelope)].join(", ");
  const content = module(`events/${event.file.stem}.schema.json`, [
    [
      `import { ${["defineEvent", "isAccepted", ...["EventType", ...descriptors.map(({ type }) => type)].map((type) => `type ${type}`)].join(", ")} } from ${JSON.stringify(runtime)};`,
      `import { compiled, readable } from "./${moduleName(event)}.compiled.js";`,
      ...(declaration.uses.length === 0 ? [] : [`import type { ${declaration.uses.join(", ")} } from "${shared}";`]),
    ].join("\n"),
    declaration.text,
    // Constants of a declared type, since the compiler would take minutes to check a deep literal in place.
    ...descriptors.map(({ name, type, value }) => `const ${name}: readonly ${type}[] = ${sourceLiteral(value)};`),
    [
      docComment([`Makes a {@link ${typeName}} event, and holds its definition: metadata, guards, serializer.`], event),
      `export const ${typeName}: EventType<${typeArguments}> = /* @__PURE__ */ defineEvent<${typeArguments}>({`,
      ...Object.entries(source).map(([key, value]) => `  ${key}: ${sourceLiteral(value, 1)},`),
      ...descriptors.map(({ name }) => `  ${name},`),
      ...(example === undefined ? [] : [`  example: () => (${sourceLiteral(example, 1)}),`]),
      "  compiled,",
      "});",
    ].join("\n"),
    [
      docComment(
        [
          `Whether a value is a {@link ${typeName}} event under the reader contract, which ignores undeclared properties.`,
        ],
        event,
      ),
      `export function is${typeName}(data: unknown): data is ${typeName} {`,
      "  return isAccepted(readable, data);",
      "}",
    ].join("\n"),
  ]);
  return { path: `${moduleName(event)}.ts`, content };
}

/** The constants that describe an event, in the order of their types' names. */
function descriptorsOf({
  fields,
  unions,
  others,
}: EventModel): readonly { name: string; type: string; value: object }[] {
  return [
    { name: "fields", type: "FieldDescriptor", value: fields },
    ...(others === undefined ? [] : [{ name: "others", type: "OtherDescriptor", value: others }]),
    ...(unions === undefined ? [] : [{ name: "unions", type: "UnionDescriptor", value: unions }]),
  ];
}

/** Compiled code, in its own module: it is plain JavaScript, and only its export is typed. */
function compiledEventModule(event: EventModel, { body, imports }: CompiledEvent, runtime: string): GeneratedFile {
  const names = [...imports].map(([local, name]) => (local === name ? name : `${name} as ${local}`)).toSorted();
  const content = module(`events/${event.file.stem}.schema.json`, [
    "// @ts-nocheck: compiled JavaScript, most of it by Ajv. What it exports is typed.",
    `import { ${["type Compiled", ...names, "type Validate"].join(", ")} } from ${JSON.stringify(runtime)};`,
    body,
    // On its own, so that a guard needs nothing else.
    "export const readable: Validate = reader;",
    "export const compiled: Compiled = { contract, writer, reader, copy, construct, stringify, encode, scanner };",
  ]);
  return { path: `${moduleName(event)}.compiled.ts`, content };
}

export function catalogueModule({ events, envelope }: CatalogueModel, runtime: string): GeneratedFile {
  const names = events.map((event) => event.typeName);
  const nameField = JSON.stringify(envelope.nameField);
  const isUsual = envelope.nameField === defaultEnvelope.nameField;
  const [type, made] = isUsual
    ? ["MetricEvent", "MetricEvent"]
    : [`MetricEvent, MetricEvent[${nameField}]`, `MetricEvent, ${nameField}`];
  const content = module("the schemas of all events", [
    [
      `import { createCatalogue, type Catalogue } from ${JSON.stringify(runtime)};`,
      ...events.map((event) => `import { ${event.typeName} } from "./${moduleName(event)}.js";`),
    ].join("\n"),
    `/** Any event of the catalogue. */\nexport type MetricEvent = ${names.join(" | ")};`,
    `/** All events, looked up by name. */\nexport const catalogue: Catalogue<${type}> = /* @__PURE__ */ createCatalogue<${made}>([\n${names.map((name) => `  ${name},\n`).join("")}]);`,
    `/** The names of all events, sorted. */\nexport const eventNames: readonly MetricEvent[${nameField}][] = [\n${events.map((event) => `  ${JSON.stringify(event.eventName)},\n`).join("")}];`,
    "/** Whether a value is an event of the catalogue under the reader contract, which ignores undeclared properties. */\nexport function isMetricEvent(data: unknown): data is MetricEvent {\n  return catalogue.is(data);\n}",
    "/**\n * Parses one line of a log under the reader contract.\n *\n * @throws {InvalidEventError} when it is not JSON or no event of the catalogue.\n */\nexport function parseEvent(line: string): MetricEvent {\n  return catalogue.parse(line);\n}",
  ]);
  return { path: "catalogue.ts", content };
}

/** The type arguments of an envelope; none for the usual one. */
function envelopeArguments({ nameField, timeField }: Envelope): readonly string[] {
  const isUsual = nameField === defaultEnvelope.nameField && timeField === defaultEnvelope.timeField;
  return isUsual ? [] : [JSON.stringify(nameField), JSON.stringify(timeField)];
}

export function indexModule({ events }: CatalogueModel): GeneratedFile {
  const modules = ["catalogue", ...events.map(moduleName), "shared"];
  const lines = modules.map((name) =>
    name === "shared" ? `export type * from "${shared}";` : `export * from "./${name}.js";`,
  );
  return { path: "index.ts", content: module("the schemas of all events", [lines.join("\n")]) };
}

function module(origin: string, parts: readonly string[]): string {
  const mark = generatedMark(".ts", origin);
  // Characters that reorder or hide text would show reviewers other code than the compiler reads. They can only be in strings, regular
  // expressions and comments, where the escape of JSON means the same.
  return harmlessJson(`${mark}\n${parts.filter((part) => part !== "").join("\n\n")}\n`);
}

function docComment(lines: readonly string[], { deprecated }: EventModel): string {
  const all = deprecated === true ? [...lines, "", "@deprecated"] : lines;
  return all.length === 1
    ? `/** ${all[0]} */`
    : ["/**", ...all.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}
