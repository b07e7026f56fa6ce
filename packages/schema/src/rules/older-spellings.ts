/**
 * What to write in JSON Schema 2020-12 for keywords of drafts 03 to 2019-09 (json-schema.org/specification, "Migrating from older drafts"), of
 * OpenAPI 3.0, and of 2020-12 itself where event schemas do without.
 */
const spellings: ReadonlyMap<string, string> = new Map([
  ["id", 'write "$id"'],
  ["definitions", 'write "$defs", and "$ref": "#/$defs/…"'],
  ["dependencies", 'write "dependentRequired" for lists of names, "dependentSchemas" for schemas'],
  ["additionalItems", 'write "items", and "prefixItems" for the schemas of the first elements'],
  ["divisibleBy", 'write "multipleOf"'],
  ["disallow", 'write "not": { "type": … }'],
  ["extends", 'write "allOf": [{ "$ref": … }]'],
  ["$recursiveRef", 'write "$ref"'],
  ["$recursiveAnchor", 'write "$anchor"'],
  ["$dynamicRef", 'write "$ref" to the schema that is meant here'],
  ["$dynamicAnchor", 'write "$anchor"'],
  ["nullable", 'write "null" among the types, as in "type": ["string", "null"]'],
  ["example", 'write "examples", with a list'],
  ["discriminator", 'write "oneOf", with a "const" for the same field in each branch'],
  ["markdownDescription", 'write "description"'],
  ...["readOnly", "writeOnly", "contentSchema", "$vocabulary", "xml", "externalDocs", "tsType"].map(
    (keyword) => [keyword, "leave it out: it means nothing for a line of a log"] as const,
  ),
]);

/** What to write in place of a keyword that event schemas do not have, if it is one that others have. */
export function modernSpelling(keyword: string): string | undefined {
  return spellings.get(keyword);
}

/** The same for a value that a keyword had in older drafts. */
export function modernValue(keyword: string, value: unknown): string | undefined {
  switch (keyword) {
    case "exclusiveMinimum":
    case "exclusiveMaximum": {
      const other = keyword === "exclusiveMinimum" ? "minimum" : "maximum";
      if (value === false) return `leave it out: "${other}" allows its own value`;
      return value === true ? `write the limit of "${other}" here, and leave "${other}" out` : undefined;
    }
    case "items":
      return Array.isArray(value) ? 'write "prefixItems" for the schemas of the first elements' : undefined;
    case "required":
      return typeof value === "boolean"
        ? `${value ? 'write the name of the field in the "required" of the object around it' : "leave it out: a field that no one requires is optional"}`
        : undefined;
    case "type":
      return value === "any" ? 'leave "type" out for a value of any type' : undefined;
    default:
      return undefined;
  }
}
