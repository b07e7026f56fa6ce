import type { Envelope } from "@metric-events/runtime";
import { isSchemaObject, type Schema, type SchemaObject } from "@metric-events/schema";
import { stringLiteral } from "./closed-object.js";
import { copiedDefinition, copierName } from "./copier.js";
import { judgementLines } from "./judgement.js";
import { hasPlainProperties, type OwnProperty, objectOf, readOwnProperties } from "./own-properties.js";

/**
 * The code of a function that makes an event from its fields: it reads each field once, fills in those that `defaults` has a function for,
 * judges them, and puts them into an object in schema order. It returns `undefined` for mistakes and for unusual objects (as for the
 * copier), which the runtime handles. `undefined` if the runtime must make all events. The code must follow the copier and the validator `reader`.
 */
export function compileConstructor(contract: SchemaObject, envelope: Envelope): string | undefined {
  const defaulted = new Set([envelope.nameField, envelope.timeField]);
  if (!hasPlainProperties(contract) || Object.hasOwn(contract.properties ?? {}, "__proto__")) return undefined;
  const { lines, properties } = readOwnProperties(contract, {
    leave: "undefined",
    isLenient: true,
    copy: (property) => wholeCopier(property, contract),
    default: (name) => (defaulted.has(name) ? `defaults[${stringLiteral(name)}]()` : undefined),
  });
  return [
    "function construct(value, defaults) {",
    ...[...lines, ...judgementLines(properties, contract, "undefined"), ...objectLines(properties)].map(
      (line) => `  ${line}`,
    ),
    "}",
  ].join("\n");
}

/** The copier of a definition, if no copy can have a property that is `undefined`. */
function wholeCopier(property: Schema, contract: SchemaObject): string | undefined {
  const definition = copiedDefinition(property, contract);
  if (definition === undefined) return undefined;
  const { properties = {}, required } = definition.schema;
  const isWhole = Object.entries(properties).every(
    ([name, part]) => required?.includes(name) === true && isSchemaObject(part) && part.$ref === undefined,
  );
  return isWhole ? copierName(definition.title) : undefined;
}

/** Properties after the first optional one are added one by one, so that absent ones leave no trace. */
function objectLines(properties: readonly OwnProperty[]): string[] {
  const optional = properties.findIndex(({ isRequired }) => !isRequired);
  if (optional < 0) return [`return ${objectOf(properties)};`];
  return [
    `const event = ${objectOf(properties.slice(0, optional))};`,
    ...properties.slice(optional).map(({ name, variable, isRequired }) => {
      const isThere = isRequired ? "" : `if (${variable} !== undefined) `;
      return `${isThere}event[${stringLiteral(name)}] = ${variable};`;
    }),
    "return event;",
  ];
}
