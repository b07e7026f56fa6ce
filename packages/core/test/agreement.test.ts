import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { EventDefinition, FieldDescriptor, ValueDescriptor } from "@metric-events/runtime";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, InvalidEventError } from "../src/index.js";

const seed = Number(process.env["SEED"] ?? 20_261_122);
const runs = 2000;
const schemas = fileURLToPath(new URL("../../../schemas/", import.meta.url));

/** The schema files as they are, without flattening, compiled by Ajv when the test runs. */
function compileFiles(eventName: string, isClosed: boolean): ValidateFunction {
  const require = createRequire(import.meta.url);
  const ajv = new Ajv2020({ strict: false, validateFormats: false, strictNumbers: true, allErrors: true });
  for (const name of ["event", "code-information", "runner-fields"]) {
    const { $schema, ...schema } = require(`${schemas}shared/${name}.schema.json`);
    const isNested = name === "code-information";
    ajv.addSchema(
      isClosed && isNested ? { ...schema, additionalProperties: false } : schema,
      `file:///shared/${name}.schema.json`,
    );
  }
  const { $schema, ...schema } = require(`${schemas}events/${eventName}.schema.json`);
  const closed = isClosed ? { unevaluatedProperties: false } : {};
  return ajv.compile({ ...schema, ...closed, $id: `file:///events/${eventName}.schema.json` });
}

function validValue({ types, values, fields }: ValueDescriptor): fc.Arbitrary<unknown> {
  if (values !== undefined) return fc.constantFrom(...values);
  const [type] = types;
  if (type === "string") return fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "\ud800", "\u2028"));
  if (type === "integer") return fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 53, 1e300));
  if (type === "number") return fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
  if (fields === undefined) throw new Error(`no generator for ${types.join()}`);
  return validObject(fields);
}

function validObject(fields: readonly FieldDescriptor[]): fc.Arbitrary<Record<string, unknown>> {
  const arbitraries = Object.fromEntries(fields.map((field) => [field.name, validValue(field)]));
  return fc.record(arbitraries, { requiredKeys: fields.filter((field) => field.required).map((field) => field.name) });
}

const strange = fc.oneof(
  fc.constantFrom(
    null,
    -1,
    -0.5,
    0.5,
    -0,
    true,
    "",
    "1",
    [],
    {},
    { code: 1.5 },
    { code: 1, more: 2 },
    { code: "1" },
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ),
  fc.jsonValue(),
);

/** A valid event with up to three fields removed, replaced or added. */
function mutated(definition: EventDefinition): fc.Arbitrary<Record<string, unknown>> {
  const names = fc.oneof(
    fc.constantFrom(...definition.fields.map((field) => field.name)),
    fc.constantFrom("flavr", "extra", "code", "toString"),
  );
  const mutation = fc.tuple(names, fc.option(strange, { nil: undefined }));
  return fc.tuple(validObject(definition.fields), fc.array(mutation, { maxLength: 3 })).map(([event, mutations]) => {
    const result = { ...event };
    for (const [name, value] of mutations) {
      if (value === undefined) delete result[name];
      else result[name] = value;
    }
    return result;
  });
}

function isConstructible(definition: EventDefinition, event: object): boolean {
  try {
    (definition as unknown as (fields: object) => unknown)(event);
    return true;
  } catch (error) {
    if (error instanceof InvalidEventError) return false;
    throw error;
  }
}

function isSerializable(definition: EventDefinition, event: object): boolean {
  try {
    const line = definition.serialize(event as never);
    expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(event)));
    return true;
  } catch (error) {
    if (error instanceof InvalidEventError) return false;
    throw error;
  }
}

describe(`guard, constructor, serializer and Ajv agree (seed ${seed})`, () => {
  it("has events to try", () => expect(catalogue.definitions.length).toBeGreaterThan(0));

  for (const definition of catalogue.definitions) {
    const writer = compileFiles(definition.eventName, true);
    const reader = compileFiles(definition.eventName, false);

    it(`accepts every valid ${definition.eventName}`, () => {
      fc.assert(
        fc.property(validObject(definition.fields), (event) => {
          expect(definition.check(event, "writer")).toEqual([]);
          expect(definition.isReadable(event)).toBe(true);
          expect(writer(event)).toBe(true);
          expect(isConstructible(definition, event)).toBe(true);
          expect(isSerializable(definition, event)).toBe(true);
        }),
        { seed, numRuns: runs },
      );
    });

    it(`judges every mutated ${definition.eventName} as Ajv does`, () => {
      const seen = { valid: 0, readableOnly: 0, invalid: 0 };
      fc.assert(
        fc.property(mutated(definition), (event) => {
          const isWritable = writer(event);
          const isReadable = reader(event);
          seen[isWritable ? "valid" : isReadable ? "readableOnly" : "invalid"]++;
          expect(definition.isWritable(event)).toBe(isWritable);
          expect(definition.isReadable(event)).toBe(isReadable);
          expect(definition.check(event, "writer").length === 0).toBe(isWritable);
          expect(definition.check(event, "reader").length === 0).toBe(isReadable);
          expect(isSerializable(definition, event)).toBe(isWritable);
          // The constructor takes null for an absent optional, and fills in what is missing of the envelope.
          const filled = {
            timestamp: 1,
            event: definition.eventName,
            ...withoutNullOptionals(event, definition.fields),
          };
          expect(isConstructible(definition, event)).toBe(writer(filled));
        }),
        { seed, numRuns: runs },
      );
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
    });
  }
});

function withoutNullOptionals(
  event: Record<string, unknown>,
  fields: readonly FieldDescriptor[],
): Record<string, unknown> {
  const optional = new Set(fields.filter((field) => !field.required).map((field) => field.name));
  return Object.fromEntries(Object.entries(event).filter(([name, value]) => value !== null || !optional.has(name)));
}
