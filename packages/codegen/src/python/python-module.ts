import type { CatalogueModel, EventModel } from "@metric-events/schema";
import { generatedMark } from "../generated-marks.js";
import type { ObjectType, Type } from "../types/type.js";
import { TypeReader } from "../types/type-reader.js";
import { docstring, pythonText } from "./python-literal.js";
import { classNames, fieldNames, isModelAttribute, namesIn } from "./python-names.js";
import { epilogue, prelude } from "./python-prelude.js";
import { type ClassMaker, type Place, pythonType, schemaOfProperty } from "./python-types.js";

/**
 * A Python module with a pydantic model of each event, for readers of logs: it takes every event of the reader contract, and checks types, constants,
 * ranges and lengths. Other rules (patterns, `not`, conditions) are those of `metric-events validate`.
 */
export function pythonModule(model: CatalogueModel): string {
  return new PythonModule(model).text();
}

class PythonModule implements ClassMaker {
  readonly #model: CatalogueModel;
  readonly #reader: TypeReader;
  readonly #names = classNames();
  /** What definitions are called, by title. */
  readonly #definitionNames = new Map<string, string>();
  /** Definitions that are being declared: one that meets itself outside of a class is anything there. */
  readonly #open = new Set<string>();
  readonly #declared = new Set<string>();
  readonly #blocks: string[][] = [];
  readonly #classes: string[] = [];

  constructor(model: CatalogueModel) {
    this.#model = model;
    this.#reader = new TypeReader(model.definitions);
  }

  get definitions(): CatalogueModel["definitions"] {
    return this.#model.definitions;
  }

  text(): string {
    const { events } = this.#model;
    const names = events.map(({ typeName }) => this.#names.give(typeName));
    for (const title of this.definitions.keys()) this.#definitionNames.set(title, this.#names.give(title));
    for (const [index, event] of events.entries()) this.#declareEvent(event, names[index] ?? "");
    const models = events.map(({ eventName }, index) => `    ${pythonText(eventName)}: ${names[index]},`);
    return [
      generatedMark(".py", "the schemas"),
      ...docstring(moduleDoc, ""),
      "",
      prelude.trimEnd(),
      ...this.#blocks.flatMap((block) => ["", "", ...block]),
      "",
      "",
      ...this.#classes.map((name) => `_rebuild(${name})`),
      "",
      `NAME_FIELD = ${pythonText(this.#model.envelope.nameField)}`,
      "",
      `Event = ${names.length === 1 ? names[0] : `Union[${names.join(", ")}]`}`,
      "",
      "EVENTS: Dict[str, Type[Model]] = {",
      ...models,
      "}",
      epilogue,
    ].join("\n");
  }

  definitionName(title: string): string {
    const name = this.#definitionNames.get(title) ?? "Any";
    const type = this.#reader.valueType(this.definitions.get(title) ?? true);
    const [only, ...others] = type;
    const isClass = only?.kind === "object" && others.length === 0 && only.properties.size > 0;
    if (this.#open.has(title)) return isClass ? pythonText(name) : "Any";
    if (!this.#declared.has(title)) this.#declareDefinition(title, name, type, isClass);
    return name;
  }

  #declareDefinition(title: string, name: string, type: Type, isClass: boolean): void {
    this.#open.add(title);
    const schema = this.definitions.get(title) ?? true;
    if (isClass) this.#declareClass(name, type[0] as ObjectType, { name, schema }, descriptionOf(schema));
    else this.#blocks.push([`${name} = ${pythonType(type, { name, schema }, this)}`]);
    this.#open.delete(title);
    this.#declared.add(title);
  }

  classFor(type: ObjectType, place: Place): string {
    const name = this.#names.give(type.name ?? place.name);
    this.#declareClass(name, type, place, type.doc);
    return name;
  }

  #declareEvent(event: EventModel, name: string): void {
    const [type] = this.#reader.eventType(event.schema);
    const object: ObjectType =
      type?.kind === "object"
        ? type
        : { kind: "object", name: undefined, doc: "", properties: new Map(), patterns: [], rest: undefined };
    this.#declareClass(name, object, { name, schema: event.schema }, event.description);
  }

  #declareClass(name: string, type: ObjectType, place: Place, doc: string): void {
    const properties = [...type.properties].map(([property, declared]) => {
      const within: Place = {
        name: `${place.name}${pascal(property)}`,
        schema: schemaOfProperty(place.schema, property, this.definitions),
      };
      return { property, ...declared, said: pythonType(declared.type, within, this) };
    });
    const fields = fieldNames([name, ...namesIn(properties.map(({ said }) => said))]);
    const notNull: string[] = [];
    const lines = properties.map(({ property, type: of, isRequired, doc: about, said }) => {
      const field = fields.give(property, isModelAttribute);
      const isNullable = said === "Any" || said === "None" || said.startsWith("Optional[") || takesNull(of);
      if (!isRequired && !isNullable) notNull.push(property);
      const shown = isRequired || said === "Any" || said.startsWith("Optional[") ? said : `Optional[${said}]`;
      const description = firstParagraph(about);
      const extra = [
        ...(field === property ? [] : [`alias=${pythonText(property)}`]),
        ...(description === "" ? [] : [`description=${pythonText(description)}`]),
      ];
      const value = [isRequired ? "..." : "None", ...extra].join(", ");
      return `    ${field}: ${shown} = Field(${value})`;
    });
    const nullRule =
      notNull.length === 0 ? [] : ["", `    not_null = frozenset({${notNull.map(pythonText).join(", ")}})`];
    const described = doc === "" ? [] : [...docstring(doc, "    "), ""];
    const body = [...described, ...lines, ...nullRule];
    this.#blocks.push([`class ${name}(Model):`, ...(body.length === 0 ? ["    pass"] : body)]);
    this.#classes.push(name);
  }
}

const moduleDoc = `Models of the events in a metrics log.

parse_line reads a line of the log. The models take whatever readers of the log must take: fields that
they do not know are ignored. They need pydantic 1.10 or 2.`;

function descriptionOf(schema: unknown): string {
  const { description } = (typeof schema === "object" && schema !== null ? schema : {}) as { description?: string };
  return description ?? "";
}

/** Whether null is among the values of a type, seen through references. */
function takesNull(type: Type): boolean {
  return type.some(
    (each) =>
      each.kind === "unknown" ||
      (each.kind === "primitive" && each.name === "null") ||
      (each.kind === "literal" && each.value === null) ||
      (each.kind === "reference" && takesNull(each.target())),
  );
}

function firstParagraph(doc: string): string {
  return doc.split("\n\n")[0]?.replaceAll("\n", " ") ?? "";
}

function pascal(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}
