import { bareRef } from "./bare-ref.js";
import { rulesOfSchema } from "./checked-formats.js";
import { definitionRef } from "./definitions.js";
import type { SchemaFile, SchemaSet } from "./load.js";
import { mergeSchemas } from "./merge.js";
import { resolveRef, type Target } from "./resolve.js";
import { isSchemaObject, type Schema, type SchemaObject } from "./schema-types.js";
import { mapSubschemas, type Subschema } from "./walk.js";

/**
 * Rewrites schemas so that one schema describes each object type: it replaces `$ref` by what that leads to, and merges `allOf` into the
 * schema around it. The meaning stays the same; branches that cannot be merged stay in `allOf`.
 *
 * A schema with a title that a field refers to becomes a definition, which keeps its name in the generated types and allows
 * recursion.
 */
export class Flattener {
  /** Flattened, by title. In the schemas that this flattener makes, `$ref` leads only to these, as `#/$defs/<title>`. */
  readonly definitions = new Map<string, SchemaObject>();
  readonly #set: SchemaSet;
  readonly #roots = new Map<SchemaFile, SchemaObject>();

  constructor(set: SchemaSet) {
    this.#set = set;
  }

  /** Flattens the root of a file. The set must have no lint errors about `$ref`. */
  flattenRoot(file: SchemaFile): SchemaObject {
    const known = this.#roots.get(file);
    if (known !== undefined) return known;
    const { $schema, $id, ...schema } = file.schema;
    const flat = this.#flatten(schema, file);
    this.#roots.set(file, flat);
    return flat;
  }

  /** Makes a definition of the root of a titled file. */
  define(file: SchemaFile): void {
    const { schema } = file;
    if (schema.title !== undefined) this.#define(schema.title, schema, file);
  }

  #flatten(schema: SchemaObject, file: SchemaFile): SchemaObject {
    const { $ref, allOf, $defs, $anchor, $comment, ...own } = schema;
    const flatOwn = mapSubschemas(own, (sub) => this.#flattenSubschema(sub, file));
    const branches = [
      ...($ref === undefined ? [] : [this.#inline($ref, file)]),
      ...(allOf ?? []).map((branch) => (isSchemaObject(branch) ? this.#flatten(branch, file) : branch)),
      ...this.#formatRules(own),
    ];
    // The schema's own keywords come last, since its descriptions are about this place.
    return branches
      .filter((branch) => branch !== true)
      .reduceRight<SchemaObject>((rest, branch) => mergeBranch(branch, rest), flatOwn);
  }

  /** Where formats are checked, the format becomes keywords that say the same, so that everything that is made of a schema knows it. */
  #formatRules(own: SchemaObject): SchemaObject[] {
    const rules = this.#set.formats === "assert" ? rulesOfSchema(own) : undefined;
    return rules === undefined ? [] : [rules];
  }

  #flattenSubschema(sub: Subschema, file: SchemaFile): Schema {
    if (!isSchemaObject(sub.schema)) return sub.schema;
    return this.#reference(sub.schema, file) ?? this.#flatten(sub.schema, file);
  }

  /** A reference to a definition, if the schema has only annotations and a reference to a titled schema. */
  #reference(schema: SchemaObject, file: SchemaFile): SchemaObject | undefined {
    const ref = bareRef(schema);
    if (ref === undefined) return undefined;
    const { $ref, allOf, ...annotations } = schema;
    const target = this.#resolve(ref, file);
    if (!isSchemaObject(target.schema) || target.schema.title === undefined) return undefined;
    this.#define(target.schema.title, target.schema, target.file);
    return { $ref: definitionRef(target.schema.title), ...annotations };
  }

  #define(title: string, schema: SchemaObject, file: SchemaFile): void {
    if (this.definitions.has(title)) return;
    // Set first, so that a schema that contains itself does not recurse forever.
    this.definitions.set(title, { title });
    const { $schema, $id, ...rest } = schema;
    this.definitions.set(title, this.#flatten(rest, file));
  }

  #inline(ref: string, file: SchemaFile): Schema {
    const target = this.#resolve(ref, file);
    if (!isSchemaObject(target.schema)) return target.schema;
    // The title names the other schema, not this place.
    const { $schema, $id, title, ...schema } = target.schema;
    return this.#flatten(schema, target.file);
  }

  #resolve(ref: string, file: SchemaFile): Target {
    const target = resolveRef(this.#set, file, ref);
    if ("reason" in target)
      throw new Error(`${file.path}: "$ref": ${JSON.stringify(ref)} leads nowhere: ${target.reason}`);
    return target;
  }
}

const flatteners = new WeakMap<SchemaSet["files"], Flattener>();

/** The flattener of a set: the rules of the lint and the model of a set need the same schemas. */
export function flattenerOf(set: SchemaSet): Flattener {
  const flattener = flatteners.get(set.files) ?? new Flattener(set);
  flatteners.set(set.files, flattener);
  return flattener;
}

function mergeBranch(branch: Schema, rest: SchemaObject): SchemaObject {
  if (!isSchemaObject(branch)) return branch ? rest : { ...rest, not: {} };
  return mergeSchemas(branch, rest).schema;
}
