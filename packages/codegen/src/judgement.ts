import type { SchemaObject } from "@metric-events/schema";
import { hasBigints } from "./bigints.js";
import { conditionFor } from "./conditions.js";
import { type OwnProperty, objectOf } from "./own-properties.js";

/**
 * Statements that judge properties in their variables by a closed contract, and return `leave` for what it refuses: comparisons where
 * these say all that it does, otherwise a call of its validator.
 */
export function judgementLines(properties: readonly OwnProperty[], contract: SchemaObject, leave: string): string[] {
  const conditions = properties.map(({ variable, schema }) => conditionFor(variable, schema, contract));
  const isCompared =
    Object.keys(contract).every((keyword) => comparedKeywords.has(keyword)) && !conditions.includes(undefined);
  // Nothing undeclared is among the properties, so the reader contract says what the writer contract does.
  if (!isCompared && !hasBigints(contract)) return [`if (!reader(${objectOf(properties)})) return ${leave};`];
  if (!isCompared)
    return [
      `const plain = ${objectOf(properties)};`,
      `if (!reader(plain) || !hasBigintsInPlace(plain, [bigints])) return ${leave};`,
    ];
  return properties.map(({ variable, isRequired }, index) => {
    const isThere = isRequired ? "" : `${variable} !== undefined && `;
    return `if (${isThere}!(${conditions[index]})) return ${leave};`;
  });
}

/** Keywords that ask nothing beyond what the properties are asked. */
const comparedKeywords: ReadonlySet<string> = new Set([
  "$id",
  "$defs",
  "type",
  "required",
  "properties",
  "additionalProperties",
  "unevaluatedProperties",
]);
