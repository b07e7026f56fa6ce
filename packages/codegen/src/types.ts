import { isDeepStrictEqual } from "node:util";
import {
  type Definitions,
  definitionName,
  type EventModel,
  isSchemaObject,
  mapSubschemas,
  type Schema,
  type SchemaObject,
} from "@metric-events/schema";
import { tsdoc } from "./tsdoc.js";
import { nestedValueType } from "./value-type.js";
import type { JSONSchema } from "./vendor/json-schema-to-typescript.js";

/** A TypeScript declaration, and the names of shared types that it uses. */
interface TypeDeclaration {
  readonly text: string;
  readonly uses: readonly string[];
}

/** `interface RunnerStart extends Event { … }`. What the event has from the types that it extends is not declared again. */
export async function declareEvent(event: EventModel, definitions: Definitions): Promise<TypeDeclaration> {
  // A type that is a union, or something else than an object with fields, cannot be extended.
  const bases = event.extends.filter((title) => definitions.get(title)?.properties !== undefined);
  const inherited = bases.map((title) => definitions.get(title) ?? {});
  const properties = Object.entries(event.schema.properties ?? {}).filter(
    ([name]) => !isInherited(name, event.schema, inherited),
  );
  return declare(event.typeName, { ...event.schema, properties: Object.fromEntries(properties) }, bases);
}

/** Whether one base, and only one, declares the property just as the event has it. */
function isInherited(name: string, schema: SchemaObject, bases: readonly SchemaObject[]): boolean {
  const [base, ...others] = bases.filter(
    ({ properties }) => properties !== undefined && Object.hasOwn(properties, name),
  );
  if (base === undefined || others.length > 0) return false;
  const isSame = isDeepStrictEqual(base.properties?.[name], schema.properties?.[name]);
  return isSame && isRequired(name, base) === isRequired(name, schema);
}

function isRequired(name: string, { required }: SchemaObject): boolean {
  return required?.includes(name) === true;
}

/** The declaration of a schema that several events share. */
export async function declareShared(title: string, schema: SchemaObject): Promise<TypeDeclaration> {
  return declare(title, schema, []);
}

/**
 * Keywords that restrict an object without adding to its type. The lint sees to it that an event declares its fields outside of
 * them.
 */
const restrictions = new Set(["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"]);

async function declare(name: string, schema: SchemaObject, bases: readonly string[]): Promise<TypeDeclaration> {
  const uses = new Set(bases);
  const isObject = schema.properties !== undefined;
  const kept = isObject
    ? Object.fromEntries(Object.entries(schema).filter(([keyword]) => !restrictions.has(keyword)))
    : schema;
  const type = typeSchema(kept, uses);
  // json-schema-to-typescript writes `extends` for a schema that it can resolve, and declares none but the root.
  const [base, ...others] = bases;
  const root = base === undefined ? type : { ...type, extends: extendsRef([base, ...others]) };
  // The dialect of json-schema-to-typescript, whose type does not know that examples and defaults can be any JSON.
  const input = { ...root, title: name, definitions: baseDefinitions(bases) } as JSONSchema;
  // Loaded only here: it is slow to load, and most commands compile schemas without making types.
  const { compile } = await import("./vendor/json-schema-to-typescript.js");
  const text = await compile(input, name, {
    additionalProperties: false,
    bannerComment: "",
    cwd: "/",
    declareExternallyReferenced: false,
    format: false,
    unknownAny: true,
    // Every reference was replaced, so none leads out of the schema.
    $refOptions: { resolve: { external: false } },
  });
  return { text: indent(text), uses: [...uses].toSorted() };
}

function extendsRef(bases: readonly string[]): { $ref: string } | { $ref: string }[] {
  const refs = bases.map((base) => ({ $ref: `#/definitions/${base}` }));
  return refs.length === 1 && refs[0] !== undefined ? refs[0] : refs;
}

function baseDefinitions(bases: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    bases.map((title) => [title, { title, type: "object", properties: { _: {} }, additionalProperties: false }]),
  );
}

/** A schema in the dialect that json-schema-to-typescript knows. */
type TypeSchema = Readonly<Record<string, unknown>>;

/** The same schema in that dialect, with doc comments as descriptions. Adds the shared types that it names to `uses`. */
function typeSchema(schema: SchemaObject, uses: Set<string>): TypeSchema {
  const description = tsdoc(schema);
  const doc = description === "" ? {} : { description };
  if (schema.$ref !== undefined) {
    const name = definitionName(schema.$ref);
    uses.add(name);
    return { ...doc, tsType: name };
  }
  const valueType = nestedValueType(schema);
  if (valueType !== undefined) return { ...doc, tsType: valueType };
  const { title, examples, deprecated, since, ends, kind, unit, partOf, default: defaultValue, ...rest } = schema;
  const mapped = mapSubschemas(
    rest,
    (sub): Schema => (isSchemaObject(sub.schema) ? typeSchema(sub.schema, uses) : sub.schema),
  );
  if (Object.keys(mapped).length === 0) return { ...doc, tsType: "unknown" };
  return { ...tuple(mapped), ...indexSignature(mapped), ...doc };
}

/**
 * prefixItems: [a, b], items: c → items: [a, b], additionalItems: c. As many items are sure to be there as minItems says.
 * Of other arrays the bounds are left out: TypeScript would spell them out as unions of tuples.
 */
function tuple(schema: SchemaObject): TypeSchema {
  const { prefixItems, items, minItems, maxItems, ...rest } = schema;
  if (prefixItems === undefined) return items === undefined ? rest : { ...rest, items };
  const size = items === false ? { maxItems: prefixItems.length } : {};
  return { ...rest, items: prefixItems, additionalItems: items ?? true, minItems: minItems ?? 0, ...size };
}

/** patternProperties: { p: a }, unevaluatedProperties: b → additionalProperties: anyOf [a, b], which TypeScript can say */
function indexSignature(schema: SchemaObject): TypeSchema {
  const rest = schema.additionalProperties ?? schema.unevaluatedProperties;
  const patterns = Object.values(schema.patternProperties ?? {});
  if (patterns.length === 0) return rest === undefined ? {} : { additionalProperties: rest };
  const values = rest === false ? patterns : [...patterns, rest ?? true];
  return { patternProperties: {}, additionalProperties: values.length === 1 ? values[0] : { anyOf: values } };
}

/** Indents what json-schema-to-typescript writes flush left when it does not format. */
function indent(text: string): string {
  let depth = 0;
  const lines = text
    .trim()
    .split("\n")
    .map((line) => {
      const isComment = /^\s*(\/\*\*|\*)/.test(line);
      if (!isComment && /^[}\])]/.test(line)) depth--;
      const indented = `${"  ".repeat(depth)}${line.trimEnd()}`;
      if (!isComment && /[{[(]$/.test(line)) depth++;
      return indented;
    });
  return lines.join("\n");
}
