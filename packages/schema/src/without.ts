import { isSchemaObject, type SchemaObject } from "./schema-types.js";

/** The same schema without the keyword or map entry that the tokens lead to; one whose schema is `false` becomes `true`. */
export function without(schema: SchemaObject, tokens: readonly string[]): SchemaObject {
  const [token, ...rest] = tokens;
  if (token === undefined || !Object.hasOwn(schema, token)) return schema;
  const value = schema[token];
  if (rest.length === 0 && value !== false) {
    const { [token]: _, ...others } = schema;
    return others;
  }
  if (rest.length === 0) return { ...schema, [token]: true };
  if (Array.isArray(value)) {
    const [index, ...below] = rest;
    const items = value.map((item, at) => (String(at) === index && isSchemaObject(item) ? without(item, below) : item));
    return { ...schema, [token]: items };
  }
  return isSchemaObject(value) ? { ...schema, [token]: without(value, rest) } : schema;
}
