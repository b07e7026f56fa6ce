import { defaultEnvelope, type Envelope, isSameEnvelope, withinPatternSteps } from "@metric-events/runtime";
import { type CatalogueModel, type EventModel, exampleOf, isAccepting } from "@metric-events/schema";
import { type CompiledEvent, compileEvent } from "./compile.js";
import { evaluateCompiled, typedValue } from "./evaluate-compiled.js";
import { codePart, type GeneratedFile, type ModulePart, type ModuleWriter, typePart } from "./module-writer.js";
import { sourceLiteral } from "./source-literal.js";
import type { TypeDeclarations } from "./types/type-declarations.js";

/** The name of an event's module: `runner-start` for `runner_start`. */
export function moduleName(event: EventModel): string {
  return event.snakeName.replaceAll("_", "-");
}

export async function sharedModule(types: TypeDeclarations, writer: ModuleWriter): Promise<readonly GeneratedFile[]> {
  const declarations = await Promise.all(types.sharedNames.map((name) => types.shared(name)));
  return writer.files("shared", "the shared schemas", declarations.map(typePart));
}

/** The two modules of an event. */
export async function eventModules(
  event: EventModel,
  model: CatalogueModel,
  types: TypeDeclarations,
  modules: ModuleWriter,
): Promise<readonly GeneratedFile[]> {
  if (modules.kind === "types") return await eventModule(event, undefined, types, modules);
  const compiled = compileEvent(event, model.definitions);
  const { writer, bigints } = evaluateCompiled(compiled);
  const example = exampleOf(event, model.definitions, (value) =>
    isAccepting((each) => withinPatternSteps(writer, each), value),
  );
  const typed = example === undefined ? undefined : typedValue(example, bigints);
  return [...(await eventModule(event, typed, types, modules)), ...compiledEventModule(event, compiled, modules)];
}

async function eventModule(
  event: EventModel,
  example: object | undefined,
  types: TypeDeclarations,
  modules: ModuleWriter,
): Promise<readonly GeneratedFile[]> {
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
    ...(event.pairs === undefined ? {} : { pairs: event.pairs }),
  };
  const typeArguments = [typeName, ...envelopeArguments(event.envelope)].join(", ");
  const runtime = JSON.stringify(modules.runtime);
  const ofCompiled = `import { compiled, readable } from ${modules.specifier(`${moduleName(event)}.compiled`)};`;
  const ofTypes = ["EventType", ...descriptors.map(({ type }) => type)].map((type) => `type ${type}`);
  const ofShared =
    declaration.uses.length === 0
      ? []
      : [`import type { ${declaration.uses.join(", ")} } from ${modules.specifier("shared")};`];
  const imports: ModulePart = {
    typescript: [
      `import { ${["defineEvent", "isAccepted", ...ofTypes].join(", ")} } from ${runtime};`,
      ofCompiled,
      ...ofShared,
    ].join("\n"),
    javascript: [`import { defineEvent, isAccepted } from ${runtime};`, ofCompiled].join("\n"),
    declaration: [`import type { EventType } from ${runtime};`, ...ofShared].join("\n"),
    types: ofShared.join("\n"),
  };
  const definition = [
    ...Object.entries(source).map(([key, value]) => `  ${key}: ${sourceLiteral(value, 1)},`),
    ...descriptors.map(({ name }) => `  ${name},`),
    ...(example === undefined ? [] : [`  example: () => (${sourceLiteral(example, 1)}),`]),
    "  compiled,",
    "});",
  ].join("\n");
  const ofConstructor = docComment(
    [`Makes a {@link ${typeName}} event, and holds its definition: metadata, guards, serializer.`],
    event,
  );
  const ofGuard = docComment(
    [`Whether a value is a {@link ${typeName}} event under the reader contract, which ignores undeclared properties.`],
    event,
  );
  const judge = "{\n  return isAccepted(readable, data);\n}";
  return modules.files(moduleName(event), `events/${event.file.stem}.schema.json`, [
    imports,
    typePart(declaration.text),
    // Constants of a declared type, since the compiler would take minutes to check a deep literal in place.
    ...descriptors.map(({ name, type, value }) =>
      codePart(
        `const ${name}: readonly ${type}[] = ${sourceLiteral(value)};`,
        `const ${name} = ${sourceLiteral(value)};`,
      ),
    ),
    codePart(
      `${ofConstructor}\nexport const ${typeName}: EventType<${typeArguments}> = /* @__PURE__ */ defineEvent<${typeArguments}>({\n${definition}`,
      `${ofConstructor}\nexport const ${typeName} = /* @__PURE__ */ defineEvent({\n${definition}`,
      `${ofConstructor}\nexport declare const ${typeName}: EventType<${typeArguments}>;`,
    ),
    codePart(
      `${ofGuard}\nexport function is${typeName}(data: unknown): data is ${typeName} ${judge}`,
      `${ofGuard}\nexport function is${typeName}(data) ${judge}`,
      `${ofGuard}\nexport declare function is${typeName}(data: unknown): data is ${typeName};`,
    ),
  ]);
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

/** Compiled code, in its own module: it is plain JavaScript, and only its exports are typed. */
function compiledEventModule(
  event: EventModel,
  { body, parts: names, imports: used }: CompiledEvent,
  modules: ModuleWriter,
): readonly GeneratedFile[] {
  const imports = [...used].map(([local, name]) => (local === name ? name : `${name} as ${local}`)).toSorted();
  const runtime = JSON.stringify(modules.runtime);
  const readable = names.includes("bigints") ? "/* @__PURE__ */ bigintValidator(reader, bigints)" : "reader";
  const parts = `{ ${names.join(", ")} }`;
  return modules.files(`${moduleName(event)}.compiled`, `events/${event.file.stem}.schema.json`, [
    codePart(
      [
        "// @ts-nocheck: compiled JavaScript, most of it by Ajv. What it exports is typed.",
        `import { ${["type Compiled", ...imports, "type Validate"].join(", ")} } from ${runtime};`,
      ].join("\n\n"),
      [
        "// @ts-nocheck: compiled JavaScript, most of it by Ajv.",
        ...(imports.length === 0 ? [] : [`import { ${imports.join(", ")} } from ${runtime};`]),
      ].join("\n\n"),
    ),
    codePart(body, body),
    // On its own, so that a guard needs nothing else.
    codePart(`export const readable: Validate = ${readable};`, `export const readable = ${readable};`),
    codePart(`export const compiled: Compiled = ${parts};`, `export const compiled = ${parts};`),
  ]);
}

export function catalogueModule({ events, envelope }: CatalogueModel, modules: ModuleWriter): readonly GeneratedFile[] {
  const names = events.map((event) => event.typeName);
  const nameField = JSON.stringify(envelope.nameField);
  const isUsual = envelope.nameField === defaultEnvelope.nameField;
  const [type, made] = isUsual
    ? ["MetricEvent", "MetricEvent"]
    : [`MetricEvent, MetricEvent[${nameField}]`, `MetricEvent, ${nameField}`];
  const runtime = JSON.stringify(modules.runtime);
  const importEach = (keyword: string): string[] =>
    events.map((event) => `${keyword} { ${event.typeName} } from ${modules.specifier(moduleName(event))};`);
  const all = `[\n${names.map((name) => `  ${name},\n`).join("")}]`;
  const allNames = `[\n${events.map((event) => `  ${JSON.stringify(event.eventName)},\n`).join("")}]`;
  const ofCatalogue = "/** All events, looked up by name. */";
  const ofNames = "/** The names of all events, sorted. */";
  const ofGuard =
    "/** Whether a value is an event of the catalogue under the reader contract, which ignores undeclared properties. */";
  const ofParser =
    "/**\n * Parses one line of a log under the reader contract.\n *\n * @throws {InvalidEventError} when it is not JSON or no event of the catalogue.\n */";
  return modules.files("catalogue", "the schemas of all events", [
    {
      typescript: [`import { createCatalogue, type Catalogue } from ${runtime};`, ...importEach("import")].join("\n"),
      javascript: [`import { createCatalogue } from ${runtime};`, ...importEach("import")].join("\n"),
      declaration: [`import type { Catalogue } from ${runtime};`, ...importEach("import type")].join("\n"),
      types: importEach("import type").join("\n"),
    },
    typePart(`/** Any event of the catalogue. */\nexport type MetricEvent = ${names.join(" | ")};`),
    codePart(
      `${ofCatalogue}\nexport const catalogue: Catalogue<${type}> = /* @__PURE__ */ createCatalogue<${made}>(${all});`,
      `${ofCatalogue}\nexport const catalogue = /* @__PURE__ */ createCatalogue(${all});`,
      `${ofCatalogue}\nexport declare const catalogue: Catalogue<${type}>;`,
    ),
    codePart(
      `${ofNames}\nexport const eventNames: readonly MetricEvent[${nameField}][] = ${allNames};`,
      `${ofNames}\nexport const eventNames = ${allNames};`,
      `${ofNames}\nexport declare const eventNames: readonly MetricEvent[${nameField}][];`,
    ),
    codePart(
      `${ofGuard}\nexport function isMetricEvent(data: unknown): data is MetricEvent {\n  return catalogue.is(data);\n}`,
      `${ofGuard}\nexport function isMetricEvent(data) {\n  return catalogue.is(data);\n}`,
      `${ofGuard}\nexport declare function isMetricEvent(data: unknown): data is MetricEvent;`,
    ),
    codePart(
      `${ofParser}\nexport function parseEvent(line: string): MetricEvent {\n  return catalogue.parse(line);\n}`,
      `${ofParser}\nexport function parseEvent(line) {\n  return catalogue.parse(line);\n}`,
      `${ofParser}\nexport declare function parseEvent(line: string): MetricEvent;`,
    ),
  ]);
}

/** The type arguments of an envelope; none for the usual one. */
function envelopeArguments({ nameField, timeField }: Envelope): readonly string[] {
  const isUsual = nameField === defaultEnvelope.nameField && timeField === defaultEnvelope.timeField;
  return isUsual ? [] : [JSON.stringify(nameField), JSON.stringify(timeField)];
}

export function indexModule({ events }: CatalogueModel, modules: ModuleWriter): readonly GeneratedFile[] {
  const names = ["catalogue", ...events.map(moduleName)];
  const exportEach = (keyword: string): string[] => names.map((name) => `${keyword} from ${modules.specifier(name)};`);
  const ofShared = `export type * from ${modules.specifier("shared")};`;
  const code = exportEach("export *");
  return modules.files("index", "the schemas of all events", [
    {
      typescript: [...code, ofShared].join("\n"),
      javascript: code.join("\n"),
      declaration: [...code, ofShared].join("\n"),
      types: [...exportEach("export type *"), ofShared].join("\n"),
    },
  ]);
}

function docComment(lines: readonly string[], { deprecated }: EventModel): string {
  const all = deprecated === true ? [...lines, "", "@deprecated"] : lines;
  return all.length === 1
    ? `/** ${all[0]} */`
    : ["/**", ...all.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}
