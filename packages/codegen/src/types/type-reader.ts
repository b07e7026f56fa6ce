import {
  Closer,
  type Definitions,
  definitionName,
  definitionOf,
  isBigint,
  isSchemaObject,
  linearPattern,
  type Schema,
  type SchemaObject,
  type TypeName,
} from "@metric-events/schema";
import { tsdoc } from "../tsdoc.js";
import { close } from "./close.js";
import { intersectTypes, takesOnlyObjects } from "./intersect-types.js";
import {
  type Alternative,
  type ArrayType,
  anyArray,
  anyObject,
  anyScalarOr,
  type Documented,
  type ObjectType,
  type Property,
  primitive,
  type Reference,
  type Type,
  unknownType,
} from "./type.js";

/** Whether a schema describes the value, so that objects within are closed, or only tests it, as `if` does. */
type Mode = "description" | "test";

/** Finds the types of flattened schemas under the writer contract. */
export class TypeReader {
  readonly #definitions: Definitions;
  readonly #closer: Closer;
  readonly #known = new Map<string, Type>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
    this.#closer = new Closer((ref) => definitionOf(ref, definitions));
  }

  /** The type of a field, an element, or a definition. */
  valueType(schema: Schema): Type {
    return this.#close(schema, this.#partType(schema, "description"));
  }

  /** The type of an event, which is one object: branches restrict it, and the lint sees to it that they declare no fields. */
  eventType(schema: SchemaObject): Type {
    return this.#close(schema, this.#partType(withoutUnions(schema), "description"));
  }

  #close(schema: Schema, type: Type): Type {
    return close(type, isSchemaObject(schema) && this.#closer.closes(schema));
  }

  /** The type of a definition before objects are closed, since a schema that refers to it may say more about them. */
  #definitionType(name: string): Type {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // One that meets itself while it is read is anything there, which takes every valid value.
    this.#known.set(name, unknownType);
    const type = this.#partType(this.#definitions.get(name) ?? {}, "description");
    this.#known.set(name, type);
    return type;
  }

  #partType(schema: Schema, mode: Mode): Type {
    if (!isSchemaObject(schema)) return schema ? unknownType : [];
    if (schema.$ref !== undefined) return this.#referredType(schema.$ref, mode);
    const parts = [...valueParts(schema), this.#shapePart(schema, mode), ...this.#branches(schema, mode)];
    const type = parts.reduce((all, part) => intersectTypes(all, part), unknownType);
    return this.#withUnevaluated(schema, type, mode);
  }

  #referredType(ref: string, mode: Mode): Type {
    const name = definitionName(ref);
    if (mode === "test") return this.#partType(this.#definitions.get(name) ?? {}, mode);
    return [{ kind: "reference", name, doc: "", isInline: false, target: () => this.#definitionType(name) }];
  }

  #shapePart(schema: SchemaObject, mode: Mode): Type {
    const { properties, patternProperties, additionalProperties, required } = schema;
    const saysObject = [properties, patternProperties, additionalProperties, required].some((it) => it !== undefined);
    const { prefixItems, items, minItems, maxItems, contains } = schema;
    const saysArray = [prefixItems, items, minItems, maxItems, contains].some((it) => it !== undefined);
    if (!saysObject && !saysArray) return unknownType;
    return anyScalarOr(
      saysArray ? this.#arrayShape(schema, mode) : anyArray,
      saysObject ? this.#objectShape(schema, mode) : anyObject,
    );
  }

  #objectShape(schema: SchemaObject, mode: Mode): ObjectType {
    const { properties = {}, patternProperties = {}, additionalProperties, required = [] } = schema;
    const patterns = Object.entries(patternProperties).map(([pattern, held]) => ({
      names: linearPattern(pattern),
      type: this.#childType(held, mode).type,
    }));
    const declared = new Map<string, Property>();
    for (const [name, held] of Object.entries(properties)) {
      const { type, doc } = this.#childType(held, mode);
      const matching = patterns.filter(({ names }) => names.test(name));
      const narrowed = matching.reduce((all, each) => intersectTypes(all, each.type), type);
      declared.set(name, { type: narrowed, doc, isRequired: required.includes(name), isDeclared: true });
    }
    const rest = additionalProperties === undefined ? undefined : this.#childType(additionalProperties, mode).type;
    const shape: ObjectType = { ...anyObject, properties: declared, patterns, rest };
    const others = required.filter((name) => !declared.has(name));
    const isOnlyRequired = { type: unknownType, doc: "", isRequired: true, isDeclared: false };
    const [requiring] = intersectTypes(
      [shape],
      [{ ...anyObject, properties: new Map(others.map((name) => [name, isOnlyRequired])) }],
    );
    return requiring?.kind === "object" ? requiring : shape;
  }

  #arrayShape(schema: SchemaObject, mode: Mode): ArrayType {
    const { prefixItems = [], items, minItems = 0, contains } = schema;
    return {
      kind: "array",
      prefix: prefixItems.map((held) => this.#childType(held, mode)),
      rest: items === undefined ? undefined : this.#childType(items, mode),
      minItems,
      maxItems: schema.maxItems ?? Number.POSITIVE_INFINITY,
      contained: contains === undefined ? [] : [this.#childType(contains, "test").type],
    };
  }

  /** The type of a field or an element. */
  #childType(schema: Schema, mode: Mode): Documented {
    if (!isSchemaObject(schema)) return { type: schema ? unknownType : [], doc: "" };
    const doc = tsdoc(schema);
    // A test may hold for objects that have more than is declared, and a definition in it may contain itself.
    if (mode === "test")
      return { type: schema.$ref === undefined ? close(this.#partType(schema, mode), false) : unknownType, doc };
    const type = this.valueType(schema);
    if (schema.title === undefined || schema.$ref !== undefined) return { type, doc };
    return { type: [inlineReference(schema.title, doc, type)], doc };
  }

  #branches(schema: SchemaObject, mode: Mode): Type[] {
    const { allOf = [], anyOf, oneOf, if: test, dependentSchemas = {} } = schema;
    return [
      ...allOf.map((branch) => this.#partType(branch, mode)),
      ...[anyOf, oneOf].flatMap((union) =>
        union === undefined ? [] : [union.flatMap((branch) => this.#branchType(branch, mode))],
      ),
      ...(test === undefined ? [] : [this.#conditionalType(schema, test, mode)]),
      ...Object.entries(dependentSchemas).map(([name, branch]) => this.#dependentType(name, branch, mode)),
    ];
  }

  /** A branch with a title becomes a type of this name. */
  #branchType(branch: Schema, mode: Mode): Type {
    const type = this.#partType(branch, mode);
    if (!isSchemaObject(branch) || branch.title === undefined || branch.$ref !== undefined) return type;
    const name = branch.title;
    const doc = tsdoc(branch);
    const [only, ...others] = type.filter(({ kind }) => kind === "object");
    if (only?.kind === "object" && others.length === 0)
      return type.map((each) => (each === only ? { ...only, name, doc } : each));
    return type.length === 0 ? type : [inlineReference(name, doc, type)];
  }

  /** if: a, then: b, else: c → anyOf: [{ allOf: [a, b] }, c] */
  #conditionalType(schema: SchemaObject, test: Schema, mode: Mode): Type {
    const holds = intersectTypes(this.#partType(test, "test"), this.#partType(schema.then ?? true, mode));
    return [...holds, ...this.#partType(schema.else ?? true, mode)];
  }

  /** dependentSchemas: { n: a } → anyOf: [{ allOf: [{ type: object, required: [n] }, a] }, { properties: { n: false } }] */
  #dependentType(name: string, branch: Schema, mode: Mode): Type {
    const withProperty = (property: Property): ObjectType => ({
      ...anyObject,
      properties: new Map([[name, property]]),
    });
    const present = withProperty({ type: unknownType, doc: "", isRequired: true, isDeclared: false });
    const absent = withProperty({ type: [], doc: "", isRequired: false, isDeclared: true });
    return [...intersectTypes([present], this.#partType(branch, mode)), ...anyScalarOr(anyArray, absent)];
  }

  #withUnevaluated(schema: SchemaObject, type: Type, mode: Mode): Type {
    const { unevaluatedProperties, unevaluatedItems } = schema;
    if (unevaluatedProperties === undefined && unevaluatedItems === undefined) return type;
    const others = unevaluatedProperties === undefined ? undefined : this.#childType(unevaluatedProperties, mode).type;
    const elements = unevaluatedItems === undefined ? undefined : this.#childType(unevaluatedItems, mode);
    // Several branches of anyOf may hold, so that what one of them leaves over may be what another evaluates.
    const isSure = !hasAnyOf(schema);
    return type.flatMap((alternative): Type => {
      if (alternative.kind === "unknown") return this.#withUnevaluated(schema, anyScalarOr(anyArray, anyObject), mode);
      if (alternative.kind === "reference") {
        const isKept = takesOnlyObjects(alternative) && (others === undefined || others.length === 0);
        return isKept ? [alternative] : this.#withUnevaluated(schema, alternative.target(), mode);
      }
      return [withRest(alternative, others, elements, isSure)];
    });
  }
}

function withRest(
  alternative: Alternative,
  others: Type | undefined,
  elements: Documented | undefined,
  isSure: boolean,
): Alternative {
  if (alternative.kind === "object" && alternative.rest === undefined && others !== undefined) {
    return { ...alternative, rest: isSure || others.length === 0 ? others : unknownType };
  }
  if (alternative.kind === "array" && alternative.rest === undefined && elements !== undefined) {
    const { contained } = alternative;
    const type = isSure || contained.length === 0 ? [...contained.flat(), ...elements.type] : unknownType;
    return { ...alternative, rest: { type, doc: elements.doc } };
  }
  return alternative;
}

function hasAnyOf(schema: Schema): boolean {
  if (!isSchemaObject(schema)) return false;
  const { anyOf, allOf = [], oneOf = [], then = true, else: otherwise = true, dependentSchemas = {} } = schema;
  if (anyOf !== undefined) return true;
  const branches = [...allOf, ...oneOf, schema.if ?? true, then, otherwise, ...Object.values(dependentSchemas)];
  return branches.some(hasAnyOf);
}

function inlineReference(name: string, doc: string, type: Type): Reference {
  return { kind: "reference", name, doc, isInline: true, target: () => type };
}

function valueParts(schema: SchemaObject): Type[] {
  const values = Object.hasOwn(schema, "const") ? [schema.const] : undefined;
  return [
    ...[values, schema.enum].flatMap((list) =>
      list === undefined ? [] : [list.map((value): Alternative => ({ kind: "literal", value }))],
    ),
    ...(schema.type === undefined ? [] : [[schema.type].flat().map((type) => alternativeOf(type, isBigint(schema)))]),
  ];
}

function alternativeOf(type: TypeName, hasBigints: boolean): Alternative {
  if (type === "integer" && hasBigints) return primitive("bigint");
  if (type === "array") return anyArray;
  return type === "object" ? anyObject : primitive(type);
}

function withoutUnions({ anyOf, oneOf, if: test, dependentSchemas, ...schema }: SchemaObject): SchemaObject {
  if (schema.allOf === undefined) return schema;
  return { ...schema, allOf: schema.allOf.map((branch) => (isSchemaObject(branch) ? withoutUnions(branch) : branch)) };
}
