import { isSchemaObject, type Schema, type SchemaObject } from "../schema-types.js";

/** The properties and elements that some keywords evaluate, if all the conditions hold. */
export interface Evaluation {
  readonly when: readonly Schema[];
  readonly properties: {
    readonly all: boolean;
    readonly names: readonly string[];
    readonly patterns: readonly string[];
  };
  readonly items: {
    readonly all: boolean;
    /** The first elements that are evaluated. */
    readonly count: number;
    /** Elements that satisfy one of these are evaluated, too. */
    readonly contains: readonly Schema[];
  };
}

/** Looks up what a `$ref` of a self-contained schema leads to. */
export type Lookup = (ref: string) => Schema;

/**
 * What the keywords of a schema evaluate, as `unevaluatedProperties` and `unevaluatedItems` beside them see it (JSON Schema Core, sections
 * 10 and 11). The schema's own `unevaluated…` keywords do not count; those of its branches do.
 */
export function evaluationsOf(
  { unevaluatedProperties, unevaluatedItems, ...rest }: SchemaObject,
  lookup: Lookup,
): Evaluation[] {
  const found: Evaluation[] = [];
  const visit = (schema: Schema | undefined, when: readonly Schema[]): void => {
    if (!isSchemaObject(schema)) return;
    found.push(ownEvaluation(schema, when));
    if (schema.$ref !== undefined) visit(lookup(schema.$ref), when);
    for (const branch of schema.allOf ?? []) visit(branch, when);
    for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) visit(branch, [...when, branch]);
    for (const [name, branch] of Object.entries(schema.dependentSchemas ?? {})) {
      visit(branch, [...when, { type: "object", required: [name] }]);
    }
    if (schema.if === undefined) return;
    visit(schema.if, [...when, schema.if]);
    visit(schema.then, [...when, schema.if]);
    visit(schema.else, [...when, { not: schema.if }]);
  };
  visit(rest, []);
  return found;
}

function ownEvaluation(schema: SchemaObject, when: readonly Schema[]): Evaluation {
  const { properties = {}, patternProperties = {}, prefixItems = [], contains } = schema;
  return {
    when,
    properties: {
      all: schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined,
      names: Object.keys(properties),
      patterns: Object.keys(patternProperties),
    },
    items: {
      all: schema.items !== undefined || schema.unevaluatedItems !== undefined,
      count: prefixItems.length,
      contains: contains === undefined ? [] : [contains],
    },
  };
}
