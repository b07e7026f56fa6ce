import { isSchemaObject, type Schema, type SchemaObject } from "./schema-types.js";
import { mapSubschemas, type Subschema, subschemas } from "./walk.js";

/** Looks up what `$ref` leads to within the flattened schemas. */
type Lookup = (ref: string) => SchemaObject;

/**
 * The forms of a definition in the writer contract, by the suffix of its name. A field refers to the closed form. A branch refers to the
 * part: its fields are closed, but it is not, since the object around the branches is. A test refers to the open form, that of the reader
 * contract.
 */
export type DefinitionForm = "" | ".part" | ".open";

/**
 * Makes the writer contract of flattened schemas: every object that does not say `additionalProperties` or `unevaluatedProperties` itself
 * takes only its declared properties. The schema itself is the reader contract.
 *
 * Every instance of the writer contract is one of the reader contract, because closing only adds what must hold. Where that would change a test,
 * the schema stays as it is: in `not`, `if`, `contains` and `propertyNames`, and in branches that `oneOf` counts. For objects within these
 * branches, an `anyOf` with the closed forms is added beside `oneOf`.
 */
export class Closer {
  readonly #lookup: Lookup;

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  /** A schema, or a definition in one of its forms. */
  close(schema: SchemaObject, form: DefinitionForm = ""): SchemaObject {
    if (form === ".open") return this.#open(schema);
    const part = this.#part(schema);
    if (form === ".part" || !this.closes(schema)) return part;
    const isWhole = subschemas(schema).every((sub) => sub.appliesTo !== "in-place");
    return { ...part, [isWhole ? "additionalProperties" : "unevaluatedProperties"]: false };
  }

  /** Whether the writer contract closes a schema: it is about objects, and does not say itself which other properties they take. */
  closes(schema: SchemaObject): boolean {
    const saysItself = Object.hasOwn(schema, "additionalProperties") || Object.hasOwn(schema, "unevaluatedProperties");
    return !saysItself && this.#describesObject(schema);
  }

  #part(schema: SchemaObject): SchemaObject {
    const closed = mapSubschemas(schema, (sub) => this.#closeSubschema(sub));
    const { oneOf } = schema;
    if (oneOf === undefined || !oneOf.some((branch) => this.#changesWithin(branch, new Set()))) return closed;
    const shape = { anyOf: oneOf.map((branch) => this.#branch(branch)) };
    return { ...closed, allOf: [...(closed.allOf ?? []), shape] };
  }

  #closeSubschema({ keyword, appliesTo, isTest, schema }: Subschema): Schema {
    if (!isSchemaObject(schema)) return schema;
    if (isTest || keyword === "oneOf") return this.#open(schema);
    if (appliesTo === "in-place") return this.#branch(schema);
    // The definition that a field refers to is closed in its own place.
    return schema.$ref === undefined ? this.close(schema) : schema;
  }

  #branch(schema: Schema): Schema {
    if (!isSchemaObject(schema)) return schema;
    return schema.$ref === undefined ? this.#part(schema) : this.#refer(schema, schema.$ref, ".part");
  }

  #open(schema: SchemaObject): SchemaObject {
    if (schema.$ref !== undefined) return this.#refer(schema, schema.$ref, ".open");
    return mapSubschemas(schema, (sub) => (isSchemaObject(sub.schema) ? this.#open(sub.schema) : sub.schema));
  }

  /** The same reference to another form of the definition, where the forms differ. */
  #refer(schema: SchemaObject, ref: string, form: DefinitionForm): SchemaObject {
    return this.#changes(schema, new Set()) ? { ...schema, $ref: `${ref}${form}` } : schema;
  }

  /** Whether closing changes a schema, or something that it refers to. */
  #changes(schema: Schema, entered: Set<SchemaObject>): boolean {
    if (!isSchemaObject(schema) || entered.has(schema)) return false;
    entered.add(schema);
    if (schema.$ref !== undefined) return this.#changes(this.#lookup(schema.$ref), entered);
    return this.closes(schema) || this.#changesWithin(schema, entered);
  }

  /** Whether closing changes what a schema says of fields and elements. */
  #changesWithin(schema: Schema, entered: Set<SchemaObject>): boolean {
    if (!isSchemaObject(schema)) return false;
    if (schema.$ref !== undefined) return this.#changesWithin(this.#lookup(schema.$ref), entered);
    return subschemas(schema)
      .filter(({ isTest }) => !isTest)
      .some(({ appliesTo, schema: sub }) =>
        appliesTo === "in-place" ? this.#changesWithin(sub, entered) : this.#changes(sub, entered),
      );
  }

  /** Whether a schema is about objects: by its type, or because it declares properties, itself or in a branch. */
  #describesObject(schema: SchemaObject): boolean {
    if (schema.$ref !== undefined) return this.#describesObject(this.#lookup(schema.$ref));
    if (schema.type !== undefined) return [schema.type].flat().includes("object");
    if (Object.hasOwn(schema, "properties") || Object.hasOwn(schema, "patternProperties")) return true;
    return subschemas(schema).some(
      (sub) =>
        sub.appliesTo === "in-place" && !sub.isTest && isSchemaObject(sub.schema) && this.#describesObject(sub.schema),
    );
  }
}
