import type { Envelope } from "@metric-events/runtime";
import { rulesOfFormat, timeTextPattern } from "../checked-formats.js";
import { type Definitions, definitionOf } from "../definitions.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";

/**
 * The flattened schema of an event that takes only a time where it has its time as text: nothing could be computed with another text, so this
 * format is checked, whatever others are.
 */
export function withCheckedTime(schema: SchemaObject, envelope: Envelope, definitions: Definitions): SchemaObject {
  const { timeField, timeKind } = envelope;
  const property = schema.properties?.[timeField];
  if (timeKind !== "date-time" || !isSchemaObject(property)) return schema;
  return { ...schema, properties: { ...schema.properties, [timeField]: checked(inPlace(property, definitions)) } };
}

function inPlace(property: SchemaObject, definitions: Definitions): SchemaObject {
  if (property.$ref === undefined) return property;
  const { $ref, ...own } = property;
  // The title names the definition, not this place.
  const { title, ...definition } = definitionOf($ref, definitions);
  return { ...definition, ...own };
}

/** Where all formats are checked, the property already asks for a `T`; here, a space may stand in its place. */
function checked(property: SchemaObject): SchemaObject {
  const { pattern, allOf = [], ...rest } = property;
  const strict = rulesOfFormat("date-time")?.pattern;
  const others = allOf.filter((branch) => !isSchemaObject(branch) || branch.pattern !== strict);
  const isFree = pattern === undefined || pattern === strict;
  const branches = isFree ? others : [...others, { pattern: timeTextPattern }];
  return {
    ...rest,
    pattern: isFree ? timeTextPattern : pattern,
    ...(branches.length === 0 ? {} : { allOf: branches }),
  };
}
