import { type Definitions, definitionName, definitionOf, definitionRef } from "./definitions.js";
import { describeSchema } from "./describe.js";
import { kindOf } from "./kind.js";
import { isSchemaObject, type Kind, type Schema, type SchemaObject, type TypeName } from "./schema-types.js";
import { maxFieldDepth, maxFields } from "./size-limits.js";
import { walk } from "./walk.js";

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

interface UnionModel {
  readonly keyword: "anyOf" | "oneOf";
  readonly branches: readonly BranchModel[];
}

interface BranchModel extends ValueModel {
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

/** Describes the fields of flattened schemas. */
export class FieldDescriber {
  readonly #definitions: Definitions;
  readonly #reached = new Map<string, ReadonlySet<string>>();
  #described = 0;
  #isTooDeep = false;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** What it could not describe in full so far: too many fields, or fields too far within others. */
  get excess(): "many" | "deep" | undefined {
    if (this.#isTooDeep) return "deep";
    return this.#described > maxFields ? "many" : undefined;
  }

  /** The fields of an object type, with those within them. */
  fieldsOf(schema: SchemaObject): FieldModel[] {
    return this.#fieldsOf(schema, [], 1);
  }

  /** What a definition describes. */
  definition(name: string): ValueModel {
    return this.#valueOf({ $ref: definitionRef(name) }, [], 1);
  }

  #fieldsOf(schema: SchemaObject, open: readonly string[], level: number): FieldModel[] {
    if (level > maxFieldDepth) this.#isTooDeep = true;
    const required = new Set(schema.required);
    const fields: FieldModel[] = [];
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (this.excess !== undefined) break;
      fields.push({
        name,
        required: required.has(name),
        ...fieldAnnotations(withOwnExamples(annotated(property, this.#definitions))),
        ...this.#valueOf(property, open, level),
      });
    }
    return fields;
  }

  #valueOf(value: Schema, open: readonly string[], level: number): ValueModel {
    // Values, not only fields: unions of arrays multiply without any field.
    this.#described++;
    if (!isSchemaObject(value)) return { types: value ? allTypes : [], accepts: value ? "any JSON value" : "nothing" };
    const { $ref } = value;
    const schema = $ref === undefined ? value : definitionOf($ref, this.#definitions);
    const name = $ref === undefined ? undefined : definitionName($ref);
    // A type that contains itself is described where it is entered; the descriptors end where it, or a type that it is a part of, comes again.
    const isRecursive = name !== undefined && open.some((other) => this.#reachedFrom(name).has(other));
    const within = name === undefined ? open : [...open, name];
    const isEnd = isRecursive || this.excess !== undefined;
    return {
      types: typesOf(schema),
      // An object type is shown by its name; for other types it helps more to show what they accept.
      accepts: describeSchema(schema.properties === undefined ? schema : value),
      ...(schema.enum === undefined ? {} : { values: schema.enum }),
      ...(Object.hasOwn(schema, "const") ? { values: [schema.const] } : {}),
      ...(schema.properties === undefined || isEnd ? {} : { fields: this.#fieldsOf(schema, within, level + 1) }),
      ...(schema.items === undefined || schema.prefixItems !== undefined || isEnd
        ? {}
        : { items: this.#valueOf(schema.items, within, level) }),
      ...(isEnd ? {} : this.#unionsOf(schema, within, level)),
    };
  }

  /** The unions of a schema whose branches have parts to describe. `accepts` names other branches, such as `null`. */
  #unionsOf(schema: SchemaObject, open: readonly string[], level: number): Pick<ValueModel, "unions"> {
    const unions = [schema, ...(schema.allOf ?? [])].filter(isSchemaObject).flatMap((part): UnionModel[] =>
      (["anyOf", "oneOf"] as const).flatMap((keyword) => {
        const branches = (part[keyword] ?? []).map((branch) => this.#branchOf(branch, open, level));
        return branches.some(hasParts) ? [{ keyword, branches }] : [];
      }),
    );
    return unions.length === 0 ? {} : { unions };
  }

  #branchOf(branch: Schema, open: readonly string[], level: number): BranchModel {
    const { $ref, title } = isSchemaObject(branch) ? branch : {};
    const name = $ref === undefined ? title : definitionName($ref);
    return { ...(name === undefined ? {} : { name }), ...this.#valueOf(branch, open, level) };
  }

  /** The names of the types that a type leads to, directly or through others. */
  #reachedFrom(name: string): ReadonlySet<string> {
    const known = this.#reached.get(name);
    if (known !== undefined) return known;
    const reached = new Set<string>();
    const pending = [name];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      walk(this.#definitions.get(next) ?? true, (schema) => {
        if (!isSchemaObject(schema) || schema.$ref === undefined) return;
        const target = definitionName(schema.$ref);
        if (!reached.has(target)) pending.push(target);
        reached.add(target);
      });
    }
    this.#reached.set(name, reached);
    return reached;
  }
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
