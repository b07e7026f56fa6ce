import type { Random } from "./random.js";
import { eventName, fieldNames } from "./random-schema.js";

const scalars = [null, true, false, -1, 0, 1, 1.5, 2, 3, 10, 1e300, "", "a", "ab", "abc", "größe", "🚀"] as const;
/** Names that every object of JavaScript has, too. */
const oddNames = ["constructor", "toString", "__proto__", "ab", "größe"] as const;

/** A JSON value made of what schemas of {@link randomSchemaFiles} speak of. */
export function randomValue(random: Random, depth = 3): unknown {
  if (depth === 0 || random.chance(0.45)) return random.pick<unknown>(scalars);
  if (random.chance(0.4)) return Array.from({ length: random.below(4) }, () => randomValue(random, depth - 1));
  return randomObject(random, depth);
}

function randomObject(random: Random, depth: number): Record<string, unknown> {
  const names: string[] = random.some(fieldNames, 3);
  if (random.chance(0.08)) names.push(random.pick(oddNames));
  // As JSON.parse makes it: the name __proto__ is one like others.
  return JSON.parse(
    `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(randomValue(random, depth - 1))}`).join()}}`,
  );
}

/** An event of the random schema, which may or may not be valid. */
export function randomEvent(random: Random, schema: unknown, root: Definitions): Record<string, unknown> {
  const guided = new Guide(random, root).value(schema, 4);
  const fields = typeof guided === "object" && guided !== null && !Array.isArray(guided) ? guided : {};
  const event: Record<string, unknown> = { timestamp: 1.5, event: eventName, ...fields };
  event["event"] = eventName;
  if (random.chance(0.9)) event["timestamp"] = random.pick([0, 1, 1_719_900_000.123]);
  if (random.chance(0.15)) event[random.pick(fieldNames)] = randomValue(random);
  if (random.chance(0.05)) event["extra"] = 1;
  if (random.chance(0.05)) delete event[random.pick(fieldNames)];
  return event;
}

/** Looks up what a `$ref` leads to. */
type Definitions = (ref: string) => unknown;

/** Makes values that a schema will often accept: it goes by types, values and fields, and by one branch of many. */
class Guide {
  readonly #random: Random;
  readonly #definitions: Definitions;

  constructor(random: Random, definitions: Definitions) {
    this.#random = random;
    this.#definitions = definitions;
  }

  value(schema: unknown, depth: number): unknown {
    const random = this.#random;
    if (typeof schema !== "object" || schema === null || depth === 0 || random.chance(0.05))
      return randomValue(random, 1);
    const rules = schema as Readonly<Record<string, unknown>>;
    if (typeof rules["$ref"] === "string") return this.value(this.#definitions(rules["$ref"]), depth - 1);
    if ("const" in rules) return rules["const"];
    if (Array.isArray(rules["enum"])) return rules["enum"][random.below(rules["enum"].length)];
    const branch = this.#branch(rules);
    if (branch !== undefined && random.chance(0.5)) {
      const made = this.value(branch, depth - 1);
      if (!isObject(made) || rules["properties"] === undefined) return made;
      return { ...made, ...this.#object(rules, depth) };
    }
    const types = [rules["type"] ?? this.#likelyType(rules)].flat();
    switch (types[random.below(types.length)]) {
      case "object":
        return this.#object(rules, depth);
      case "array":
        return this.#array(rules, depth);
      case "string":
        return random.pick(["", "a", "ab", "abc"]);
      case "integer":
        return random.pick([-1, 0, 1, 2, 3]);
      case "number":
        return random.pick([0, 1, 1.5, 2]);
      case "boolean":
        return random.chance(0.5);
      case "null":
        return null;
      default:
        return randomValue(random, 2);
    }
  }

  #likelyType(rules: Readonly<Record<string, unknown>>): string {
    const keywords = Object.keys(rules);
    if (keywords.some((keyword) => /roper|required|dependent/.test(keyword))) return "object";
    return keywords.some((keyword) => /tems|ontains/.test(keyword)) ? "array" : "any";
  }

  #branch(rules: Readonly<Record<string, unknown>>): unknown {
    const branches = ["allOf", "anyOf", "oneOf", "if", "then", "else"].flatMap((keyword) => rules[keyword] ?? []);
    return branches[this.#random.below(branches.length)];
  }

  #object(rules: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
    const made = this.#random.chance(0.15) ? randomObject(this.#random, 2) : {};
    const required = new Set(Array.isArray(rules["required"]) ? rules["required"] : []);
    for (const name of required) made[String(name)] = randomValue(this.#random, 1);
    for (const [name, schema] of Object.entries(rules["properties"] ?? {})) {
      if (required.has(name) || this.#random.chance(0.6)) made[name] = this.value(schema, depth - 1);
    }
    return made;
  }

  #array(rules: Readonly<Record<string, unknown>>, depth: number): unknown[] {
    const first = Array.isArray(rules["prefixItems"]) ? rules["prefixItems"] : [];
    const rest = rules["items"] ?? rules["contains"] ?? rules["unevaluatedItems"];
    const made = first.map((schema) => this.value(schema, depth - 1));
    for (let count = this.#random.below(3); count > 0; count--) made.push(this.value(rest, depth - 1));
    return made;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
