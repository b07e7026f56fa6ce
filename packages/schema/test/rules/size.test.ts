import { below, seededRandom } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { lint, parseSchemas, type SchemaSet } from "../../src/index.js";
import { maxLevels, maxSubschemas } from "../../src/size-limits.js";

const seed = Number(process.env["SEED"] ?? 20_261_128);

type Json = Record<string, unknown>;

/** Definitions of which each refers to later ones, in a random manner and number: much sharing, no circle. */
function sharingGraph(random: () => number): Json {
  const integer = (least: number, most: number): number => least + below(random, most - least + 1);
  const length = integer(4, 28);
  const spread = integer(1, 3);
  const referTo = (index: number): Json => {
    const next = (): Json => ({ $ref: `#/$defs/d${integer(index + 1, Math.min(length, index + spread))}` });
    const properties = (count: number): Json => ({
      type: "object",
      properties: Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, next()])),
    });
    switch (integer(0, 7)) {
      case 0:
        return { allOf: [next(), next()] };
      case 1:
        return { anyOf: [next(), next()] };
      case 2:
        return { oneOf: [next(), { type: "boolean" }] };
      case 3:
        return { type: "array", items: next() };
      case 4:
        return { if: { type: "string" }, then: next(), else: next() };
      case 5:
        return { type: "array", prefixItems: [next(), next()] };
      default:
        return properties(integer(1, 3));
    }
  };
  const definitions = Array.from({ length }, (_, index) => [`d${index}`, referTo(index)] as const);
  return { ...Object.fromEntries(definitions), [`d${length}`]: { type: "string" } };
}

function setOf(definitions: Json): SchemaSet {
  const schema = {
    title: "DoorOpened",
    description: "Somebody opened a door.",
    type: "object",
    required: ["timestamp", "event"],
    properties: {
      timestamp: { description: "Unix time.", type: "number", unit: "s", examples: [1] },
      event: { const: "door_opened" },
      all: { description: "All that there is to say.", $ref: "#/$defs/d0" },
    },
    $defs: definitions,
  };
  return parseSchemas("schemas", [{ path: "events/door_opened.schema.json", text: JSON.stringify(schema) }]);
}

/** The set with its schemas behind proxies that count how often one is read. */
function counted(set: SchemaSet, count: () => void): SchemaSet {
  const proxies = new Map<object, object>();
  const countedValue = <T>(value: T): T => {
    if (typeof value !== "object" || value === null) return value;
    const known = proxies.get(value);
    if (known !== undefined) return known as T;
    const proxy = new Proxy(value, {
      get: (target, name) => {
        count();
        return countedValue(Reflect.get(target, name));
      },
    });
    proxies.set(value, proxy);
    return proxy;
  };
  return { ...set, files: set.files.map((file) => ({ ...file, schema: countedValue(file.schema) })) };
}

/** Whether the event, or a definition, is beyond a bound with each reference replaced by its target, by walking all of it. */
function measured(definitions: Json): "large" | "fits" {
  let subschemas = 0;
  const fits = (schema: unknown, level: number): boolean => {
    if (typeof schema !== "object" || schema === null) return true;
    subschemas++;
    if (subschemas > maxSubschemas || level > maxLevels) return false;
    const { $ref, type: _, properties, ...others } = schema as Json;
    const target = $ref === undefined ? [] : [definitions[String($ref).slice("#/$defs/".length)]];
    const parts = [
      ...target,
      ...Object.values((properties as Json | undefined) ?? {}),
      ...Object.values(others).flat(),
    ];
    return parts.every((part) => fits(part, level + 1));
  };
  const event = { properties: { timestamp: {}, event: {}, all: { $ref: "#/$defs/d0" } } };
  const doFit = [event, ...Object.values(definitions)].every((schema) => {
    subschemas = 0;
    return fits(schema, 1);
  });
  return doFit ? "fits" : "large";
}

describe(`references that share what they lead to, with SEED=${seed}`, () => {
  it("are linted in bounded work, and refused exactly beyond the bounds", () => {
    const random = seededRandom(seed);
    const outcomes = { fits: 0, large: 0 };
    for (let round = 0; round < 30; round++) {
      const definitions = sharingGraph(random);
      const expected = measured(definitions);
      outcomes[expected]++;
      let reads = 0;
      const found = lint(counted(setOf(definitions), () => reads++));
      const isRefused = found.some(({ code }) => code === "too-large");
      const text = JSON.stringify(definitions);
      expect(isRefused ? "large" : "fits", text).toBe(expected);
      // A schema that is refused is read in proportion to its text; another one, to what it is with its references replaced.
      const most = isRefused ? 200 * text.split("{").length : 100 * maxSubschemas;
      expect(reads, text).toBeLessThan(most);
    }
    expect(Math.min(outcomes.fits, outcomes.large)).toBeGreaterThan(5);
  });
});
