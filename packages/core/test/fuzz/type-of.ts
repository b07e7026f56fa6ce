type Schema = boolean | SchemaObject;
type SchemaObject = Readonly<Record<string, unknown>>;

/**
 * What a schema says about types, as a schema that refuses nothing else: without ranges, patterns and `not`, without what closes objects,
 * and with `anyOf` for `oneOf`. TypeScript cannot say more of these, and an undeclared property may be any.
 */
export function typeOf(schema: unknown, isWhole = false): Schema {
  if (!isObject(schema)) return schema === true || schema === undefined;
  const kept: Record<string, unknown> = {};
  const hasBranches = branches(schema).length > 0;
  for (const keyword of ["$ref", "type", "const", "enum", "required"]) {
    if (Object.hasOwn(schema, keyword)) kept[keyword] = schema[keyword];
  }
  for (const keyword of ["properties", "$defs"]) {
    if (isObject(schema[keyword]))
      kept[keyword] = mapValues(schema[keyword], (sub) => typeOf(sub, keyword === "properties"));
  }
  if (Array.isArray(schema["prefixItems"])) kept["prefixItems"] = schema["prefixItems"].map((sub) => typeOf(sub, true));
  if (schema["items"] !== undefined) kept["items"] = typeOf(schema["items"], true);
  // Beside declared properties, the type of the others takes the values of these, too.
  if (isWhole && schema["properties"] === undefined && schema["patternProperties"] === undefined && !hasBranches) {
    if (schema["additionalProperties"] !== undefined)
      kept["additionalProperties"] =
        schema["additionalProperties"] === false || typeOf(schema["additionalProperties"], true);
  }
  return hasBranches ? { ...kept, allOf: branches(schema) } : kept;
}

function branches(schema: SchemaObject): Schema[] {
  const { allOf, anyOf, oneOf, dependentSchemas } = schema;
  return [
    ...list(allOf).map((branch) => typeOf(branch)),
    ...[anyOf, oneOf].flatMap((union) =>
      union === undefined ? [] : [{ anyOf: list(union).map((branch) => typeOf(branch)) }],
    ),
    ...(schema["if"] === undefined ? [] : [conditional(schema)]),
    ...Object.entries(isObject(dependentSchemas) ? dependentSchemas : {}).map(([name, branch]) => ({
      anyOf: [{ not: { type: "object", required: [name] } }, typeOf(branch)],
    })),
  ];
}

function conditional(schema: SchemaObject): Schema {
  return { anyOf: [{ allOf: [typeOf(schema["if"]), typeOf(schema["then"])] }, typeOf(schema["else"])] };
}

/** The schema of an event without the branches of its root, which its type leaves out. */
export function withoutRootBranches(schema: unknown): Schema {
  if (!isObject(schema)) return schema === true;
  const { anyOf, oneOf, if: test, then, else: otherwise, dependentSchemas, allOf, ...rest } = schema;
  return allOf === undefined ? rest : { ...rest, allOf: list(allOf).map(withoutRootBranches) };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function mapValues(map: SchemaObject, change: (value: unknown) => unknown): SchemaObject {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
