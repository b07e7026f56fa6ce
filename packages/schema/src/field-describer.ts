import { joinPointer } from "@metric-events/runtime";
import {
  commonTypes,
  conjunctsOf,
  itemsOfAll,
  propertiesOfAll,
  typeOfValue,
  typesOfAll,
  valuesOfAll,
} from "./conjuncts.js";
import { type Definitions, definitionName, definitionOf, definitionRef } from "./definitions.js";
import { anything, describeSchema } from "./describe.js";
import type { BranchModel, FieldModel, OtherModel, UnionModel, ValueModel } from "./field-model.js";
import { kindOf } from "./kind.js";
import { mergeSchemas } from "./merge.js";
import { isSchemaObject, type Schema, type SchemaObject, type TypeName } from "./schema-types.js";
import { maxFieldDepth, maxFields } from "./size-limits.js";
import { walk } from "./walk.js";

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

  /** What there is besides the fields of an object type. */
  partsOf(schema: SchemaObject): Pick<ValueModel, "unions" | "others"> {
    return { ...this.#unionsOf(schema, [], 1), ...this.#othersOf(schema, [], 1) };
  }

  #fieldsOf(schema: SchemaObject, open: readonly string[], level: number): FieldModel[] {
    if (level > maxFieldDepth) this.#isTooDeep = true;
    const conjuncts = conjunctsOf(schema);
    const required = new Set(conjuncts.flatMap((conjunct) => conjunct.required ?? []));
    const fields: FieldModel[] = [];
    for (const [name, property] of Object.entries(propertiesOfAll(conjuncts) ?? {})) {
      if (this.excess !== undefined) break;
      fields.push({
        name,
        required: required.has(name),
        ...fieldAnnotations(withOwnExamples(isSchemaObject(property) ? this.#inPlace(property) : {})),
        ...this.#valueOf(property, open, level),
      });
    }
    return fields;
  }

  #valueOf(value: Schema, open: readonly string[], level: number): ValueModel {
    // Values, not only fields: unions of arrays multiply without any field.
    this.#described++;
    if (!isSchemaObject(value)) return { types: value ? allTypes : [], accepts: value ? anything : "nothing" };
    const names = new Set<string>();
    const schema = this.#inPlace(value, names);
    const conjuncts = conjunctsOf(schema);
    const properties = propertiesOfAll(conjuncts);
    const items = itemsOfAll(conjuncts);
    const values = valuesOfAll(conjuncts);
    // A type that contains itself is described where it is entered; the descriptors end where it, or a type that it is a part of, comes again.
    const isRecursive = [...names].some((name) => open.some((other) => this.#reachedFrom(name).has(other)));
    const within = [...open, ...names];
    const isEnd = isRecursive || this.excess !== undefined;
    return {
      types: this.#typesOf(conjuncts),
      // An object type is shown by its name; for other types it helps more to show what they accept.
      accepts: describeSchema(properties === undefined ? schema : value),
      ...(values === undefined ? {} : { values }),
      ...(properties === undefined || isEnd ? {} : { fields: this.#fieldsOf(schema, within, level + 1) }),
      ...(items === undefined || isEnd ? {} : { items: this.#valueOf(items, within, level) }),
      ...(isEnd ? {} : { ...this.#unionsOf(schema, within, level), ...this.#othersOf(schema, within, level) }),
    };
  }

  /** The types that a value may have. Unions count where none of their branches is an object or an array, which are described by parts. */
  #typesOf(conjuncts: readonly SchemaObject[]): readonly TypeName[] {
    const values = valuesOfAll(conjuncts);
    const own = typesOfAll(conjuncts) ?? (values === undefined ? undefined : [...new Set(values.map(typeOfValue))]);
    const unions = conjuncts
      .flatMap(({ anyOf, oneOf }) => [anyOf, oneOf].filter((union) => union !== undefined))
      .map((union) => [...new Set(union.flatMap((branch) => this.#typesOfBranch(branch)))])
      .filter((types) => !types.includes("object") && !types.includes("array"));
    const [first, ...others] = own === undefined ? unions : [own, ...unions];
    return first === undefined ? allTypes : others.reduce(commonTypes, first);
  }

  #typesOfBranch(branch: Schema): readonly TypeName[] {
    if (!isSchemaObject(branch)) return branch ? allTypes : [];
    return this.#typesOf(conjunctsOf(this.#inPlace(branch)));
  }

  /** A schema with what it refers to merged into it. Adds the names of that. Returns the same object where there is nothing to merge. */
  #inPlace(schema: SchemaObject, names = new Set<string>()): SchemaObject {
    const { $ref, allOf, ...own } = schema;
    if ($ref === undefined && allOf === undefined) return schema;
    if ($ref !== undefined) names.add(definitionName($ref));
    const definition = $ref === undefined ? [] : [definitionOf($ref, this.#definitions)];
    return [...definition, ...(allOf ?? []).filter(isSchemaObject)]
      .map((part) => this.#inPlace(part, names))
      .reduceRight<SchemaObject>((rest, part) => mergeSchemas(part, rest).schema, own);
  }

  /** The unions of a schema whose branches have parts to describe. `accepts` names other branches, such as `null`. */
  #unionsOf(schema: SchemaObject, open: readonly string[], level: number): Pick<ValueModel, "unions"> {
    const declared = new Set(Object.keys(propertiesOfAll(conjunctsOf(schema)) ?? {}));
    const unions: UnionModel[] = [];
    for (const { keyword, at, branches, names } of alternativesOf(schema, "")) {
      const isCondition = keyword === "if" || keyword === "dependentSchemas";
      const described = branches.map((branch, index) => {
        const model = this.#branchOf(branch, open, level);
        const name = model.name ?? names?.[index];
        return isCondition ? { ...withoutRestated(model, declared), ...(name === undefined ? {} : { name }) } : model;
      });
      if (described.some(hasParts)) unions.push({ keyword, ...(at === keyword ? {} : { at }), branches: described });
    }
    return unions.length === 0 ? {} : { unions };
  }

  #othersOf(schema: SchemaObject, open: readonly string[], level: number): Pick<ValueModel, "others"> {
    const others = conjunctsOf(schema)
      .flatMap(otherSchemas)
      .flatMap(([at, other]): OtherModel[] => [{ at, ...this.#valueOf(other, open, level) }]);
    return others.length === 0 ? {} : { others };
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

/** The schemas of undeclared properties and of elements by their place, with their places in the schema. */
function otherSchemas(schema: SchemaObject): readonly (readonly [at: string, schema: SchemaObject])[] {
  const { prefixItems = [], patternProperties = {}, items } = schema;
  const all: readonly (readonly [string, Schema | undefined])[] = [
    ...Object.entries(patternProperties).map(
      ([name, value]) => [`patternProperties${joinPointer("", name)}`, value] as const,
    ),
    ["additionalProperties", schema.additionalProperties],
    ["unevaluatedProperties", schema.unevaluatedProperties],
    ...prefixItems.map((value, index) => [`prefixItems/${index}`, value] as const),
    ["items", prefixItems.length === 0 ? undefined : items],
    ["unevaluatedItems", schema.unevaluatedItems],
  ];
  return all.flatMap(([at, value]) => (isSchemaObject(value) ? [[at, value] as const] : []));
}

interface Alternatives {
  readonly keyword: UnionModel["keyword"];
  readonly at: string;
  readonly branches: readonly Schema[];
  /** What the branches of a condition are called. */
  readonly names?: readonly string[];
}

/** The alternatives of a flattened schema, with their places in it. */
function alternativesOf(schema: SchemaObject, within: string): readonly Alternatives[] {
  const { anyOf, oneOf, if: test, then = true, else: otherwise = true, dependentSchemas = {}, allOf = [] } = schema;
  const dependent = Object.entries(dependentSchemas).map(
    ([name, brought]): Alternatives => ({
      keyword: "dependentSchemas",
      at: `${within}dependentSchemas${joinPointer("", name)}`,
      branches: [brought, true],
      names: [`with ${name}`],
    }),
  );
  return [
    ...(anyOf === undefined ? [] : [{ keyword: "anyOf", at: `${within}anyOf`, branches: anyOf } as const]),
    ...(oneOf === undefined ? [] : [{ keyword: "oneOf", at: `${within}oneOf`, branches: oneOf } as const]),
    ...(test === undefined
      ? []
      : [{ keyword: "if", at: `${within}if`, branches: [then, otherwise], names: ["then", "else"] } as const]),
    ...dependent,
    ...allOf.flatMap((part, index) => (isSchemaObject(part) ? alternativesOf(part, `${within}allOf/${index}/`) : [])),
  ];
}

/** A branch that a condition brings, without the fields that are declared beside it and that it says little more about. */
function withoutRestated(branch: BranchModel, declared: ReadonlySet<string>): BranchModel {
  const { fields, ...rest } = branch;
  const further = fields?.filter((field) => !declared.has(field.name) || hasParts(field)) ?? [];
  return further.length === 0 ? rest : { ...rest, fields: further };
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
    ...(schema.spans === undefined ? {} : { spans: schema.spans }),
    ...(schema.origin === undefined ? {} : { origin: schema.origin }),
    ...(schema.expectedMaximum === undefined ? {} : { expectedMaximum: schema.expectedMaximum }),
    ...(schema.cardinality === undefined ? {} : { cardinality: schema.cardinality }),
    ...(schema.buckets === undefined ? {} : { buckets: schema.buckets }),
    ...(schema.otel === undefined ? {} : { otel: schema.otel }),
    ...(schema.examples === undefined ? {} : { examples: schema.examples }),
    ...(Object.hasOwn(schema, "default") ? { default: schema.default } : {}),
    ...(schema.since === undefined ? {} : { since: schema.since }),
    ...(schema.deprecated === true ? { deprecated: true } : {}),
  };
}

function hasParts({ fields, items, unions, others = [] }: ValueModel): boolean {
  return (
    fields !== undefined || unions !== undefined || (items !== undefined && hasParts(items)) || others.some(hasParts)
  );
}

const allTypes: readonly TypeName[] = ["null", "boolean", "number", "string", "array", "object"];
