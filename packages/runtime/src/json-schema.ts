import type { SelfContainedSchema } from "./standard-schema.js";
import type { EventDefinition, FieldDescriptor, ValueDescriptor } from "./types.js";

/**
 * The JSON Schema (2020-12) of an event's reader contract. What the compiled contract has no use for, such as descriptions, comes from the
 * descriptors, so that generated code says it once.
 */
export function jsonSchemaOf(
  {
    typeName,
    description,
    deprecated,
    fields,
  }: Pick<EventDefinition, "typeName" | "description" | "deprecated" | "fields">,
  contract: object,
): SelfContainedSchema {
  const { $id: _, ...schema } = copyOf(contract);
  const described = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: typeName,
    description,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...schema,
  };
  new Annotator(objectAt(described, "$defs") ?? {}).annotateFields(described, fields);
  return described;
}

function copyOf(schema: object): SelfContainedSchema {
  return JSON.parse(JSON.stringify(schema)) as SelfContainedSchema;
}

/** Adds to subschemas what descriptors say about them. */
class Annotator {
  readonly #definitions: SelfContainedSchema;
  readonly #seen = new Set<string>();

  constructor(definitions: SelfContainedSchema) {
    this.#definitions = definitions;
  }

  annotateFields(schema: SelfContainedSchema, fields: readonly FieldDescriptor[]): void {
    const properties = objectAt(schema, "properties") ?? {};
    for (const field of fields) {
      const property = objectAt(properties, field.name);
      if (property === undefined) continue;
      this.#annotateValue(property, field);
      Object.assign(property, annotationsOf(field));
    }
  }

  #annotateValue(schema: SelfContainedSchema, value: ValueDescriptor): void {
    const target = this.#targetOf(schema);
    if (target === undefined) return;
    if (value.fields !== undefined) this.annotateFields(target, value.fields);
    const items = objectAt(target, "items");
    if (value.items !== undefined && items !== undefined) this.#annotateValue(items, value.items);
  }

  /** The schema itself, or the definition that it refers to, the first time. */
  #targetOf(schema: SelfContainedSchema): SelfContainedSchema | undefined {
    const reference = schema["$ref"];
    if (typeof reference !== "string") return schema;
    const name = reference.slice("#/$defs/".length);
    if (this.#seen.has(name)) return undefined;
    this.#seen.add(name);
    return objectAt(this.#definitions, name);
  }
}

function annotationsOf({
  description,
  unit,
  examples,
  default: fallback,
  deprecated,
}: FieldDescriptor): SelfContainedSchema {
  return {
    description: unit === undefined ? description : `${description} Unit: ${unit}.`,
    ...(examples === undefined ? {} : { examples }),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}

function objectAt(schema: SelfContainedSchema, name: string): SelfContainedSchema | undefined {
  const value = Object.hasOwn(schema, name) ? schema[name] : undefined;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as SelfContainedSchema)
    : undefined;
}
