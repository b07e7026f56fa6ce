import type { SchemaText } from "@metric-events/schema";
import type { Random } from "./random.js";

type Schema = boolean | Readonly<Record<string, unknown>>;

export const fieldNames = ["a", "b", "c", "d"] as const;
export const eventName = "thing_happened";

const numbers = [-1, 0, 1, 1.5, 2, 3, 10] as const;
const texts = ["", "a", "ab", "abc", "größe", "🚀"] as const;
const constants = [...numbers, ...texts, true, false, null, [], [1], ["a"], {}, { a: 1 }, { a: 1, b: "a" }] as const;
const patterns = ["^a", "b$", "^[a-c]$", "^.{2,}$"] as const;
const types = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;
const definitions = ["Leaf", "Tree", "Pair"] as const;

/** Makes schema files of one event out of everything that the meta-schema allows. */
export function randomSchemaFiles(random: Random): SchemaText[] {
  const maker = new SchemaMaker(random);
  const shared = {
    $defs: Object.fromEntries(
      definitions.map((title) => [title, { title, description: "A part.", ...maker.definition(title) }]),
    ),
  };
  const event = {
    title: "ThingHappened",
    description: "Something happened.",
    type: "object",
    ...maker.rootRules(),
    required: ["timestamp", "event", ...random.some(fieldNames, 2)],
    properties: {
      timestamp: { type: "number", minimum: 0 },
      event: { const: eventName },
      ...Object.fromEntries(random.some(fieldNames, 4).map((name) => [name, maker.schema(3)])),
    },
  };
  return [
    { path: `events/${eventName}.schema.json`, text: JSON.stringify(event) },
    { path: "shared/parts.schema.json", text: JSON.stringify(shared) },
  ];
}

class SchemaMaker {
  readonly #random: Random;
  /** Definitions that may be referred to at the same value: a circle of such references has no end. */
  #inPlace: readonly string[] = definitions;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Any schema, of so many levels at most. */
  schema(depth: number): Schema {
    const random = this.#random;
    if (random.chance(0.05)) return random.chance(0.7);
    if (depth > 0 && random.chance(0.12)) return this.#reference();
    const kind = random.pick(["number", "string", "array", "object", "object", "array", "any"]);
    const typed = random.chance(0.75);
    switch (kind) {
      case "number":
        return { ...(typed ? { type: random.pick(["integer", "number"]) } : {}), ...this.#numberRules() };
      case "string":
        return { ...(typed ? { type: "string" } : {}), ...this.#stringRules() };
      case "array":
        return { ...(typed ? { type: "array" } : {}), ...this.#arrayRules(depth) };
      case "object":
        return this.objectSchema(depth);
      default:
        return {
          ...(typed ? { type: [...new Set(["null", ...random.some(types, 4)])] } : {}),
          ...this.#branches(depth, () => this.#branch(depth)),
        };
    }
  }

  objectSchema(depth: number, title?: string): Readonly<Record<string, unknown>> {
    const random = this.#random;
    const rules: Record<string, unknown> = random.chance(0.8) || title !== undefined ? { type: "object" } : {};
    if (random.chance(0.8) || title !== undefined) rules["properties"] = this.#fields(depth);
    if (random.chance(0.3)) rules["required"] = random.some(fieldNames, 2);
    if (random.chance(0.15)) rules["patternProperties"] = { [random.pick(patterns)]: this.#sub(depth) };
    if (random.chance(0.2)) rules["additionalProperties"] = this.#sub(depth);
    if (random.chance(0.2)) rules["unevaluatedProperties"] = this.#sub(depth);
    if (random.chance(0.1)) rules["propertyNames"] = this.#stringRules();
    if (random.chance(0.1)) rules["minProperties"] = random.below(3);
    if (random.chance(0.1)) rules["maxProperties"] = random.below(4);
    if (random.chance(0.1)) rules["dependentRequired"] = { [random.pick(fieldNames)]: random.some(fieldNames, 2) };
    if (random.chance(0.1)) rules["dependentSchemas"] = { [random.pick(fieldNames)]: this.#branch(depth) };
    if (random.chance(0.35))
      Object.assign(
        rules,
        this.#branches(depth, () => this.objectSchema(depth - 1)),
      );
    return rules;
  }

  definition(title: (typeof definitions)[number]): Readonly<Record<string, unknown>> {
    return this.#withReferences(definitions.slice(definitions.indexOf(title) + 1), () => this.objectSchema(2, title));
  }

  #withReferences<T>(titles: readonly string[], make: () => T): T {
    const before = this.#inPlace;
    this.#inPlace = titles;
    const made = make();
    this.#inPlace = before;
    return made;
  }

  /** What the root of an event says beside its fields. */
  rootRules(): Readonly<Record<string, unknown>> {
    const random = this.#random;
    if (random.chance(0.5)) return {};
    const { type, properties, required, propertyNames, ...rules } = this.objectSchema(2);
    return rules;
  }

  #fields(depth: number): Record<string, Schema> {
    return Object.fromEntries(this.#random.some(fieldNames, 3).map((name) => [name, this.#sub(depth)]));
  }

  /** The schema of a field or an element. */
  #sub(depth: number): Schema {
    return this.#withReferences(definitions, () => this.#branch(depth));
  }

  /** A schema of the same value. */
  #branch(depth: number): Schema {
    return depth > 0
      ? this.schema(depth - 1)
      : this.#random.pick<Schema>([true, { type: "integer" }, { type: "string" }]);
  }

  #reference(): Schema {
    const [title] = this.#random.shuffled(this.#inPlace);
    return title === undefined ? {} : { $ref: `../shared/parts.schema.json#/$defs/${title}` };
  }

  #numberRules(): Record<string, unknown> {
    const random = this.#random;
    const limit = random.pick(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);
    return {
      ...(random.chance(0.4) ? { [limit]: random.pick(numbers) } : {}),
      ...(random.chance(0.2) ? { multipleOf: random.pick([1, 2, 0.5]) } : {}),
      ...this.#values(numbers),
    };
  }

  #stringRules(): Record<string, unknown> {
    const random = this.#random;
    return {
      ...(random.chance(0.3) ? { minLength: random.below(3) } : {}),
      ...(random.chance(0.3) ? { maxLength: random.below(4) } : {}),
      ...(random.chance(0.2) ? { pattern: random.pick(patterns) } : {}),
      ...this.#values(texts),
    };
  }

  #values(own: readonly unknown[]): Record<string, unknown> {
    const random = this.#random;
    const pool = random.chance(0.7) ? own : constants;
    if (random.chance(0.1)) return { const: random.pick(constants) };
    const values = random.some(pool, 4);
    return random.chance(0.15) && values.length > 0 ? { enum: values } : {};
  }

  #arrayRules(depth: number): Record<string, unknown> {
    const random = this.#random;
    const rules: Record<string, unknown> = {};
    if (random.chance(0.4)) rules["items"] = this.#sub(depth);
    if (random.chance(0.3)) rules["prefixItems"] = random.list(2, () => this.#sub(depth));
    if (random.chance(0.3)) rules["contains"] = this.#sub(depth);
    if (random.chance(0.2)) rules["minContains"] = random.below(3);
    if (random.chance(0.2)) rules["maxContains"] = random.below(3);
    if (random.chance(0.2)) rules["minItems"] = random.below(3);
    if (random.chance(0.2)) rules["maxItems"] = random.below(4);
    if (random.chance(0.2)) rules["uniqueItems"] = random.chance(0.8);
    if (random.chance(0.3)) rules["unevaluatedItems"] = this.#sub(depth);
    if (random.chance(0.35))
      Object.assign(
        rules,
        this.#branches(depth, () => this.#arrayRules(depth - 1)),
      );
    return rules;
  }

  /** Branches, of which most say more about the same kind of value, as `similar` does. */
  #branches(depth: number, similar: () => Schema): Record<string, unknown> {
    const random = this.#random;
    const rules: Record<string, unknown> = {};
    if (depth === 0) return rules;
    const branch = (): Schema => (random.chance(0.6) ? similar() : this.#branch(depth));
    const count = 1 + random.below(2);
    for (let index = 0; index < count; index++) {
      const keyword = random.pick(["allOf", "anyOf", "oneOf", "not", "if"]);
      if (keyword === "not") rules["not"] = branch();
      else if (keyword !== "if") rules[keyword] = random.list(3, branch);
      else {
        rules["if"] = branch();
        if (random.chance(0.6)) rules["then"] = branch();
        if (random.chance(0.5)) rules["else"] = branch();
      }
    }
    return rules;
  }
}
