import { generateModules } from "@metric-events/codegen";
import { buildCatalogue, parseSchemas, type SchemaText } from "@metric-events/schema";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { compileFiles, filesWithField } from "./compile-files.js";
import { compileValues, type TypedValues } from "./compile-types.js";
import { otherValidators } from "./other-validators.js";
import { Random } from "./random.js";
import { randomEvent } from "./random-instance.js";
import { randomSchemaFiles } from "./random-schema.js";
import { typeOf, withoutRootBranches } from "./type-of.js";

// The types of random schemas, out of everything that the meta-schema allows: what is valid has the type, and what is of another type has not.
// `TYPE_SCHEMAS` tries more of them, `SEED` replays.

const seed = Number(process.env["SEED"] ?? 20_261_130);
const schemaCount = Number(process.env["TYPE_SCHEMAS"] ?? 60);
/** Schemas in one run of the compiler. */
const batchSize = 120;
const eventsPerSchema = 60;

interface Sample extends TypedValues {
  readonly seed: number;
  readonly expected: readonly boolean[];
}

/** Valid events, and those that are of the wrong type, whatever the other rules are. */
async function sampleOf(index: number): Promise<Sample> {
  const random = new Random(seed + index);
  const files = randomSchemaFiles(random);
  const { definition, reader, schema, lookup } = compileFiles(files);
  const hasType = await otherValidators(eventTypeOf(reader));
  const declared = new Set(definition.fields.map(({ name }) => name));
  const values: unknown[] = [];
  const expected: boolean[] = [];
  for (let count = 0; count < eventsPerSchema; count++) {
    const event = randomEvent(random, schema, lookup);
    if (hasOddName(event) || Object.keys(event).some((name) => !declared.has(name))) continue;
    const isValid = definition.isWritable(event);
    // To TypeScript, 1.5 is a number as good as 1.
    const isWrong = !isValid && !hasFraction(event) && hasType(event) === false;
    if (!isValid && !isWrong) continue;
    values.push(event);
    expected.push(isValid);
  }
  return { files, typeName: definition.typeName, values, expected, seed: seed + index };
}

/** The bundle of an event as a schema of its type: the first file is that of the event. */
function eventTypeOf({ $defs, ...root }: ReturnType<typeof compileFiles>["reader"]): object {
  const [event, ...others] = Object.entries($defs);
  if (event === undefined) throw new Error("no event");
  const types = others.map(([name, schema]) => [name, typeOf(schema)]);
  return { ...root, $defs: Object.fromEntries([[event[0], typeOf(withoutRootBranches(event[1]))], ...types]) };
}

/** Objects of JavaScript have these, too, and a literal with `__proto__` has another prototype. */
function hasOddName(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, each]) => (!Array.isArray(value) && name in {}) || hasOddName(each));
}

function hasFraction(value: unknown): boolean {
  if (typeof value === "number") return !Number.isInteger(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasFraction);
}

// Constructs whose types were once wrong: [schema of a field, values of the type, values of another type].
const constructs: readonly [name: string, schema: object, typed: readonly unknown[], untyped: readonly unknown[]][] = [
  ["no keyword", { description: "Anything." }, [5, "text", null, [1], { a: 1 }], []],
  ["two patterns", { type: "string", allOf: [{ pattern: "^a" }, { pattern: "b$" }] }, ["ab"], [1]],
  ["two multiples", { type: "integer", allOf: [{ multipleOf: 2 }, { multipleOf: 3 }] }, [6], ["6"]],
  ["a constant that may seem null", { type: ["string", "null"], const: "abc" }, ["abc"], [null, "b"]],
  ["constants of another type", { type: ["integer", "string"], enum: [1, "1", 2.5] }, [1, "1"], [2.5, 2]],
  [
    "a tuple that ends",
    { type: "array", prefixItems: [{ type: "string" }], unevaluatedItems: false },
    [[], ["a"]],
    [[1], ["a", "b"]],
  ],
  ["an empty object", { const: {} }, [{}], [5, { a: 1 }]],
  [
    "arrays of tuples",
    { type: "array", items: { type: "array", prefixItems: [{ type: "integer" }], items: false } },
    [[[], [1]]],
    [[1], [["a"]]],
  ],
  [
    "titled branches in place",
    {
      oneOf: [
        {
          title: "Card",
          description: "A card.",
          type: "object",
          required: ["type", "digits"],
          properties: { type: { const: "card" }, digits: { type: "string" } },
        },
        {
          title: "Cash",
          description: "Cash.",
          type: "object",
          required: ["type"],
          properties: { type: { const: "cash" } },
        },
      ],
    },
    [{ type: "card", digits: "1" }, { type: "cash" }],
    [{ type: "card" }, { type: "cash", digits: "1" }, { type: "coins" }],
  ],
];

it("a construct has the type of its valid values", { timeout: 600_000 }, async () => {
  const sets = constructs.map(([, schema, typed, untyped]) => ({
    files: filesWithField(schema),
    typeName: "ThingHappened",
    values: [...typed, ...untyped].map((f) => ({ timestamp: 1, event: "thing_happened", f })),
  }));
  const compiled = await compileValues(sets, temporaryFolder());
  for (const [index, [name, schema, typed, untyped]] of constructs.entries()) {
    const { definition } = compileFiles(filesWithField(schema));
    const expected = [...typed.map(() => true), ...untyped.map(() => false)];
    expect({ name, compiles: compiled[index] }).toEqual({ name, compiles: expected });
    const isValid = sets[index]?.values.map((value) => definition.isWritable(value));
    expect({ name, isValid }).toEqual({ name, isValid: expected });
  }
});

it("a titled branch in place is a type with a name, if it means one thing", { timeout: 600_000 }, async () => {
  const branch = { title: "Card", description: "A card.", type: "object", properties: { type: { const: "card" } } };
  const one = await sharedTypes(filesWithField({ oneOf: [branch, { type: "null" }] }));
  expect(one).toContain("export interface Card {");
  // Both fields lead to the branch, but what stands beside it differs.
  const pay = { $defs: { pay: { anyOf: [branch, { type: "null" }] } } };
  const ref = { $ref: "../shared/pay.schema.json#/$defs/pay" };
  const fields = { type: "object", properties: { a: ref, b: { ...ref, properties: { more: { type: "integer" } } } } };
  const two = await sharedTypes([
    ...filesWithField(fields),
    { path: "shared/pay.schema.json", text: JSON.stringify(pay) },
  ]);
  expect(two).not.toContain("Card");
});

async function sharedTypes(files: readonly SchemaText[]): Promise<string | undefined> {
  const modules = await generateModules(buildCatalogue(parseSchemas("schemas", files)));
  return modules.find(({ path }) => path === "shared.ts")?.content;
}

describe(`generated types say what validators say (seed ${seed})`, () => {
  it(`for valid events, and events of another type, of ${schemaCount} random schemas`, {
    timeout: 600_000,
  }, async () => {
    const seen = { valid: 0, wrong: 0 };
    for (let start = 0; start < schemaCount; start += batchSize) {
      const size = Math.min(batchSize, schemaCount - start);
      const samples: Sample[] = [];
      // One after the other: the validators register schemas.
      for (let index = start; index < start + size; index++) {
        const sample = await sampleOf(index);
        // Without a valid event, the schema may be one that the lint refuses: nothing satisfies it.
        if (sample.expected.includes(true)) samples.push(sample);
      }
      const compiled = await compileValues(samples, temporaryFolder());
      for (const [index, sample] of samples.entries()) {
        for (const [at, isValid] of sample.expected.entries()) {
          seen[isValid ? "valid" : "wrong"]++;
          if (compiled[index]?.[at] === isValid) continue;
          expect({ seed: sample.seed, files: sample.files, value: sample.values[at], compiles: !isValid }).toEqual({
            compiles: isValid,
          });
        }
      }
    }
    console.info(JSON.stringify(seen));
    expect(seen.valid).toBeGreaterThan(schemaCount);
    expect(seen.wrong).toBeGreaterThan(schemaCount);
  });
});
