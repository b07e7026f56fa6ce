import { type Definitions, definitionName, definitionOf } from "./definitions.js";
import { describeSchema } from "./describe.js";
import { Flattener } from "./flatten.js";
import { kindOf } from "./kind.js";
import type { SchemaFile, SchemaSet } from "./load.js";
import { eventNameOf } from "./names.js";
import { resolveRef } from "./resolve.js";
import { isSchemaObject, type Kind, type Schema, type SchemaObject, type TypeName } from "./schema-types.js";

/** What a schema says about a value, for tools that work with any schema. */
export interface ValueModel {
  readonly types: readonly TypeName[];
  readonly accepts: string;
  readonly values?: readonly unknown[];
  readonly fields?: readonly FieldModel[];
  readonly items?: ValueModel;
  /** Alternatives that say more about objects and arrays. */
  readonly unions?: readonly UnionModel[];
}

export interface UnionModel {
  readonly keyword: "anyOf" | "oneOf";
  readonly branches: readonly BranchModel[];
}

export interface BranchModel extends ValueModel {
  readonly name?: string;
}

export interface FieldModel extends ValueModel {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly kind?: Kind;
  readonly unit?: string;
  /** Name of the field of the same object that this count is a part of. */
  readonly partOf?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly since?: string;
  readonly deprecated?: true;
}

/** One event of a schema set. */
export interface EventModel {
  /** Name on the wire: `runner_start`. */
  readonly eventName: string;
  /** Name of the generated type: `RunnerStart`. */
  readonly typeName: string;
  readonly description: string;
  readonly since?: string;
  readonly deprecated?: true;
  /** Name of the event that this one ends. */
  readonly ends?: string;
  readonly file: SchemaFile;
  /** The flattened schema, open: the reader contract. */
  readonly schema: SchemaObject;
  /** In wire order. */
  readonly fields: readonly FieldModel[];
  /** Titles of shared schemas that the root brings in through `allOf`, such as `Event`. */
  readonly extends: readonly string[];
}

/** The events of a schema set and the titled schemas that they share. */
export interface CatalogueModel {
  /** In the order of their names. */
  readonly events: readonly EventModel[];
  /** Flattened, by title: what fields refer to by `#/$defs/<title>`, and what events extend. */
  readonly definitions: ReadonlyMap<string, SchemaObject>;
}

/** The catalogue that schema files describe. The set must have no lint errors. */
export function buildCatalogue(set: SchemaSet): CatalogueModel {
  const flattener = new Flattener(set);
  const definitions: ReadonlyMap<string, SchemaObject> = flattener.definitions;
  const files = set.files.filter((file) => file.role === "event");
  const flat = files.map((file) => ({ file, schema: flattener.flattenRoot(file), bases: baseFiles(set, file) }));
  for (const base of flat.flatMap(({ bases }) => bases)) flattener.define(base);
  const events = flat.map(({ file, schema, bases }): EventModel => {
    const { title = "", description = "", since, deprecated, ends } = schema;
    return {
      eventName: eventNameOf(file.schema) ?? "",
      typeName: title,
      description,
      ...(since === undefined ? {} : { since }),
      ...(deprecated === true ? { deprecated } : {}),
      ...(ends === undefined ? {} : { ends }),
      file,
      schema,
      fields: fieldsOf(schema, definitions, new Set()),
      extends: bases.map((base) => base.schema.title ?? ""),
    };
  });
  return { events: events.toSorted(byName), definitions };
}

function byName(left: EventModel, right: EventModel): number {
  return left.eventName < right.eventName ? -1 : 1;
}

function baseFiles(set: SchemaSet, file: SchemaFile): SchemaFile[] {
  return (file.schema.allOf ?? []).flatMap((branch) => {
    const target = isSchemaObject(branch) && branch.$ref !== undefined ? resolveRef(set, file, branch.$ref) : undefined;
    const isTitledFile =
      target !== undefined && "file" in target && target.pointer === "" && target.file.schema.title !== undefined;
    return isTitledFile ? [target.file] : [];
  });
}

function fieldsOf(schema: SchemaObject, definitions: Definitions, open: ReadonlySet<string>): FieldModel[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    required: required.has(name),
    ...fieldAnnotations(withOwnExamples(annotated(property, definitions))),
    ...valueOf(property, definitions, open),
  }));
}

/** A property's schema, which takes the annotations that it lacks from the definition that it refers to. */
function annotated(property: Schema, definitions: Definitions): SchemaObject {
  if (!isSchemaObject(property)) return {};
  return property.$ref === undefined ? property : { ...definitionOf(property.$ref, definitions), ...property };
}

/** A constant is its own example: those of the schema that it narrows may no longer fit. */
function withOwnExamples(schema: SchemaObject): SchemaObject {
  return Object.hasOwn(schema, "const") ? { ...schema, examples: [schema.const] } : schema;
}

function fieldAnnotations(schema: SchemaObject): Omit<FieldModel, keyof ValueModel | "name" | "required"> {
  const kind = kindOf(schema);
  return {
    description: schema.description ?? "",
    ...(kind === undefined ? {} : { kind }),
    ...(schema.unit === undefined ? {} : { unit: schema.unit }),
    ...(schema.partOf === undefined ? {} : { partOf: schema.partOf }),
    ...(schema.examples === undefined ? {} : { examples: schema.examples }),
    ...(Object.hasOwn(schema, "default") ? { default: schema.default } : {}),
    ...(schema.since === undefined ? {} : { since: schema.since }),
    ...(schema.deprecated === true ? { deprecated: true } : {}),
  };
}

function valueOf(value: Schema, definitions: Definitions, open: ReadonlySet<string>): ValueModel {
  if (!isSchemaObject(value)) return { types: value ? allTypes : [], accepts: value ? "any JSON value" : "nothing" };
  const { $ref } = value;
  const schema = $ref === undefined ? value : definitionOf($ref, definitions);
  // A type that contains itself is described once; the descriptors end below it.
  const isRecursive = $ref !== undefined && open.has($ref);
  const within = $ref === undefined ? open : new Set([...open, $ref]);
  return {
    types: typesOf(schema),
    // An object type is shown by its name; for other types it helps more to show what they accept.
    accepts: describeSchema(schema.properties === undefined ? schema : value),
    ...(schema.enum === undefined ? {} : { values: schema.enum }),
    ...(Object.hasOwn(schema, "const") ? { values: [schema.const] } : {}),
    ...(schema.properties === undefined || isRecursive ? {} : { fields: fieldsOf(schema, definitions, within) }),
    ...(schema.items === undefined || schema.prefixItems !== undefined || isRecursive
      ? {}
      : { items: valueOf(schema.items, definitions, within) }),
    ...(isRecursive ? {} : unionsOf(schema, definitions, within)),
  };
}

/** The unions of a schema whose branches have parts to describe. The description of a value tells other branches, such as `null`. */
function unionsOf(
  schema: SchemaObject,
  definitions: Definitions,
  open: ReadonlySet<string>,
): Pick<ValueModel, "unions"> {
  const unions = [schema, ...(schema.allOf ?? [])].filter(isSchemaObject).flatMap((part): UnionModel[] =>
    (["anyOf", "oneOf"] as const).flatMap((keyword) => {
      const branches = (part[keyword] ?? []).map((branch) => branchOf(branch, definitions, open));
      return branches.some(hasParts) ? [{ keyword, branches }] : [];
    }),
  );
  return unions.length === 0 ? {} : { unions };
}

function branchOf(branch: Schema, definitions: Definitions, open: ReadonlySet<string>): BranchModel {
  const { $ref, title } = isSchemaObject(branch) ? branch : {};
  const name = $ref === undefined ? title : definitionName($ref);
  return { ...(name === undefined ? {} : { name }), ...valueOf(branch, definitions, open) };
}

function hasParts({ fields, items, unions }: ValueModel): boolean {
  return fields !== undefined || unions !== undefined || (items !== undefined && hasParts(items));
}

const allTypes: readonly TypeName[] = ["null", "boolean", "number", "string", "array", "object"];

function typesOf(schema: SchemaObject): readonly TypeName[] {
  if (schema.type !== undefined) return [schema.type].flat();
  const values = Object.hasOwn(schema, "const") ? [schema.const] : schema.enum;
  return values === undefined ? allTypes : [...new Set(values.map(typeOfValue))];
}

function typeOfValue(value: unknown): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  if (type === "number") return Number.isInteger(value) ? "integer" : "number";
  return type === "string" || type === "boolean" ? type : "object";
}
