import { isDeepStrictEqual } from "node:util";
import { type CatalogueModel, type EventModel, isSchemaObject } from "@metric-events/schema";
import { basePlaceholder, declaredPlaceholder, withRealNames } from "../declared-names.js";
import { tsdoc } from "../tsdoc.js";
import type { JSONSchema } from "../vendor/json-schema-to-typescript.js";
import { indent } from "./indent.js";
import { withSpeltOutValues } from "./spelt-out-values.js";
import type { ObjectType, Type } from "./type.js";
import { TypeReader } from "./type-reader.js";
import { type NamedType, objectSchema, type Refer, type TypeSchema, typeSchema } from "./type-schema.js";

/** The declaration of an event's type, and the names of shared types that it uses. */
interface EventDeclaration {
  readonly text: string;
  readonly uses: readonly string[];
}

/** A type with the schema that json-schema-to-typescript declares it from. */
interface SharedType {
  readonly schema: TypeSchema;
  readonly doc: string;
}

/** The declarations of a catalogue's types: of events, of schemas with a title that are referred to, and of those with one in place. */
export class TypeDeclarations {
  readonly #model: CatalogueModel;
  readonly #reader: TypeReader;
  /** Types of schemas with a title in place, by name. */
  readonly #inline = new Map<string, SharedType>();
  /** Names that would stand for two types, since the schemas around them say different things: these stay without a name. */
  readonly #ambiguous = new Set<string>();

  constructor(model: CatalogueModel) {
    this.#model = model;
    this.#reader = new TypeReader(model.definitions);
    // A type within may become ambiguous, which changes the types around it.
    for (let known = -1; known !== this.#ambiguous.size; ) {
      known = this.#ambiguous.size;
      this.#inline.clear();
      for (const name of model.definitions.keys()) this.#definitionSchema(name);
      for (const event of model.events) this.#eventSchema(event);
    }
  }

  /** Names of the shared types, sorted. */
  get sharedNames(): readonly string[] {
    return [...this.#model.definitions.keys(), ...this.#inline.keys()].toSorted();
  }

  async shared(name: string): Promise<string> {
    return declare(name, this.#sharedSchema(name));
  }

  /** Texts that say all that the declarations of shared types depend on. */
  get sharedInputs(): readonly string[] {
    return this.sharedNames.flatMap((name) => [name, JSON.stringify(this.#sharedSchema(name))]);
  }

  /** Texts that say all that the declaration of an event depends on. */
  eventInputs(event: EventModel): readonly string[] {
    return [event.typeName, JSON.stringify(this.#eventSchema(event)), ...this.#bases(event).map(({ name }) => name)];
  }

  #sharedSchema(name: string): TypeSchema {
    return this.#model.definitions.has(name) ? this.#definitionSchema(name) : this.#inlineSchema(name);
  }

  /** `interface RunnerStart extends Event { … }`. What the event has from the types that it extends is not declared again. */
  async event(event: EventModel): Promise<EventDeclaration> {
    const bases = this.#bases(event).map(({ name }) => name);
    const schema = this.#eventSchema(event);
    const uses = new Set([
      ...bases,
      ...namesIn(schema).filter((name) => this.#model.definitions.has(name) || this.#inline.has(name)),
    ]);
    return { text: await declare(event.typeName, schema, bases), uses: [...uses].toSorted() };
  }

  #inlineSchema(name: string): TypeSchema {
    const { schema = {}, doc = "" } = this.#inline.get(name) ?? {};
    return { ...schema, description: doc };
  }

  #definitionSchema(name: string): TypeSchema {
    const schema = this.#model.definitions.get(name) ?? {};
    const type = this.#reader.valueType(schema);
    return { ...this.#rootSchema(type), description: tsdoc(schema) };
  }

  #eventSchema(event: EventModel): TypeSchema {
    const schema = this.#rootSchema(this.#reader.eventType(event.schema));
    const inherited = this.#bases(event).map(({ shape }) => objectSchema(shape, this.#refer));
    const { properties } = schema as { properties?: Readonly<Record<string, TypeSchema>> };
    const own = Object.entries(properties ?? {}).filter(([name]) => !isInherited(name, schema, inherited));
    return { ...schema, properties: Object.fromEntries(own), description: tsdoc(event.schema) };
  }

  /** The types that an event extends: those that are one object each, since a union cannot be extended. */
  #bases(event: EventModel): { readonly name: string; readonly shape: ObjectType }[] {
    return event.extends.flatMap((name) => {
      const [shape, ...others] = this.#reader.valueType(this.#model.definitions.get(name) ?? {});
      return shape?.kind === "object" && others.length === 0 ? [{ name, shape }] : [];
    });
  }

  #rootSchema(type: Type): TypeSchema {
    const [only, ...others] = type;
    const isOneObject = only?.kind === "object" && others.length === 0;
    return isOneObject ? objectSchema(only, this.#refer) : typeSchema(type, this.#refer);
  }

  /** Refers to shared types by their names. */
  readonly #refer: Refer = (type, make) => {
    const schema = type.isInline ? make() : {};
    return type.isInline && !this.#isShared(type, schema) ? schema : { tsType: type.name };
  };

  /** Whether the type of a schema with a title in place can have this name everywhere. */
  #isShared({ name, doc }: NamedType, schema: TypeSchema): boolean {
    if (this.#model.definitions.has(name)) {
      const { description, ...declared } = this.#definitionSchema(name);
      return isDeepStrictEqual(declared, schema);
    }
    const known = this.#inline.get(name);
    if (known !== undefined && !isDeepStrictEqual(known.schema, schema)) this.#ambiguous.add(name);
    if (this.#ambiguous.has(name)) return false;
    this.#inline.set(name, { schema, doc });
    return true;
  }
}

/** Whether one base, and only one, declares the property just as the event has it. */
function isInherited(name: string, schema: TypeSchema, bases: readonly TypeSchema[]): boolean {
  const [base, ...others] = bases.filter(({ properties }) => Object.hasOwn(properties ?? {}, name));
  if (base === undefined || others.length > 0) return false;
  return isDeepStrictEqual(propertyOf(base, name), propertyOf(schema, name));
}

function propertyOf({ properties, required }: TypeSchema, name: string): unknown {
  return [Reflect.get(properties ?? {}, name), Array.isArray(required) && required.includes(name)];
}

async function declare(name: string, schema: TypeSchema, bases: readonly string[] = []): Promise<string> {
  const placeholders = bases.map((_, index) => basePlaceholder(index));
  const [base, ...others] = placeholders.map((each) => ({ $ref: `#/definitions/${each}` }));
  // json-schema-to-typescript writes `extends` for a schema that it can resolve, and declares none but the root.
  const spelt = withSpeltOutValues(schema);
  const root = base === undefined ? spelt : { ...spelt, extends: others.length === 0 ? base : [base, ...others] };
  const input = { ...root, title: declaredPlaceholder, definitions: baseDefinitions(placeholders) } as JSONSchema;
  // Loaded only here: it is slow to load, and most commands compile schemas without making types.
  const { compile } = await import("../vendor/json-schema-to-typescript.js");
  const text = await compile(input, declaredPlaceholder, {
    additionalProperties: false,
    bannerComment: "",
    cwd: "/",
    declareExternallyReferenced: false,
    format: false,
    unknownAny: true,
    // Every reference was replaced, so none leads out of the schema.
    $refOptions: { resolve: { external: false } },
  });
  return indent(withRealNames(text, name, bases));
}

function baseDefinitions(bases: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    bases.map((title) => [title, { title, type: "object", properties: { _: {} }, additionalProperties: false }]),
  );
}

/** The names of types in a schema. */
function namesIn({ tsType, properties, items, anyOf, ...schema }: TypeSchema): string[] {
  if (typeof tsType === "string") return [tsType];
  const { additionalItems, additionalProperties } = schema;
  const within = [...Object.values(properties ?? {}), ...[anyOf ?? []].flat(), ...[items ?? []].flat()] as unknown[];
  return [...within, additionalItems, additionalProperties].flatMap((sub) => (isSchemaObject(sub) ? namesIn(sub) : []));
}
