import { joinPointer } from "@metric-events/runtime";
import { type Keyword, keywords } from "./keywords.js";
import { isSchema, isSchemaObject, type Schema, type SchemaObject } from "./schema-types.js";

/** A subschema of a schema: the keyword that holds it and the way to it. */
export interface Subschema {
  readonly keyword: string;
  readonly appliesTo: NonNullable<Keyword["appliesTo"]>;
  /** Whether it only tests what it applies to, as `not` and `if` do, without describing it. */
  readonly isTest: boolean;
  /** Key or index within the keyword's value, when that is a map or a list. */
  readonly token: string | number | undefined;
  readonly schema: Schema;
}

const known = new WeakMap<SchemaObject, readonly Subschema[]>();

/** The direct subschemas of a schema, in the order in which they are written. Nobody changes a schema once it is made. */
export function subschemas(schema: Schema): readonly Subschema[] {
  if (!isSchemaObject(schema)) return [];
  const found = known.get(schema) ?? findSubschemas(schema);
  known.set(schema, found);
  return found;
}

function findSubschemas(schema: SchemaObject): Subschema[] {
  return Object.entries(schema).flatMap(([keyword, value]): Subschema[] => {
    const { holds, appliesTo, isTest = false } = keywords[keyword] ?? {};
    if (holds === undefined || appliesTo === undefined) return [];
    if (holds === "schema")
      return isSchema(value) ? [{ keyword, appliesTo, isTest, token: undefined, schema: value }] : [];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value)
      .filter(([, held]) => isSchema(held))
      .map(([token, held]) => ({ keyword, appliesTo, isTest, token, schema: held }));
  });
}

/** Calls `visit` for a schema and all subschemas below it, parents first, with the JSON Pointer of each. */
export function walk(schema: Schema, visit: (schema: Schema, pointer: string) => void, pointer = ""): void {
  visit(schema, pointer);
  for (const sub of subschemas(schema)) walk(sub.schema, visit, subschemaPointer(pointer, sub));
}

/** The JSON Pointer of a subschema of the schema at `pointer`. */
export function subschemaPointer(pointer: string, { keyword, token }: Subschema): string {
  return token === undefined ? joinPointer(pointer, keyword) : joinPointer(pointer, keyword, token);
}

/** The same schema with each direct subschema replaced. */
export function mapSubschemas(schema: SchemaObject, replace: (sub: Subschema) => Schema): SchemaObject {
  const mapped: Record<string, unknown> = { ...schema };
  for (const sub of subschemas(schema)) {
    const { keyword, token } = sub;
    if (token === undefined) {
      mapped[keyword] = replace(sub);
    } else {
      const held = mapped[keyword] === schema[keyword] ? copyHolder(schema[keyword]) : mapped[keyword];
      Reflect.set(held as object, token, replace(sub));
      mapped[keyword] = held;
    }
  }
  return mapped;
}

function copyHolder(value: unknown): object {
  return Array.isArray(value) ? [...value] : { ...(value as object) };
}
