import { isArray, isObject, type Json, type JsonSchema } from "../json/value.js";

const maxSeeds = 120;
const maxGuesses = 4000;

/**
 * Guesses, for when the search gives up: values that the schemas mention, values at their bounds, and known instances
 * with one part changed. On real schema histories such guesses decide most of the questions that a search leaves open.
 */
export function naiveWitness(
  schemas: readonly JsonSchema[],
  samples: readonly Json[],
  isWitness: (value: Json) => boolean,
): Json | undefined {
  const seeds = [...schemas.flatMap(mentioned), null, true, false, 0, 1, -1, 0.5, "", "a", "0", " ", [], {}].slice(
    0,
    maxSeeds,
  );
  let guesses = 0;
  for (const guess of candidates(samples, seeds)) {
    if (++guesses > maxGuesses) return undefined;
    if (isWitness(guess)) return guess;
  }
  return undefined;
}

function* candidates(samples: readonly Json[], seeds: readonly Json[]): Generator<Json> {
  yield* seeds;
  for (const seed of seeds) yield [seed];
  for (const sample of [...samples, ...seeds.filter((seed) => typeof seed === "object" && seed !== null)])
    yield* mutations(sample, seeds, 3);
}

function* mutations(value: Json, seeds: readonly Json[], depth: number): Generator<Json> {
  if (depth === 0) return;
  if (isArray(value)) {
    yield [...value, ...value];
    for (const seed of seeds) yield [...value, seed];
    for (const [index, item] of value.entries()) {
      yield value.toSpliced(index, 1);
      for (const changed of [...seeds, ...mutations(item, seeds, depth - 1)]) yield value.toSpliced(index, 1, changed);
    }
  } else if (isObject(value)) {
    const entries = Object.entries(value);
    for (const [index, [name, member]] of entries.entries()) {
      yield Object.fromEntries(entries.toSpliced(index, 1));
      for (const changed of [...seeds, ...mutations(member, seeds, depth - 1)]) {
        yield Object.fromEntries(entries.toSpliced(index, 1, [name, changed]));
      }
    }
    const names = ["a", ...seeds.filter((seed): seed is string => typeof seed === "string")];
    for (const name of names.slice(0, 12))
      for (const seed of seeds.slice(0, 12)) yield Object.fromEntries([...entries, [name, seed]]);
  }
}

/** Constants, examples, numbers next to bounds, strings next to length limits: outer levels of the schema first. */
function mentioned(schema: JsonSchema): Json[] {
  const values: Json[] = [];
  const queue: Json[] = [schema];
  for (let next = queue.shift(); next !== undefined && values.length < maxSeeds; next = queue.shift()) {
    if (isArray(next)) queue.push(...next);
    if (!isObject(next)) continue;
    for (const [keyword, value] of Object.entries(next)) {
      if (keyword === "const" || keyword === "default") values.push(value);
      else if ((keyword === "enum" || keyword === "examples") && isArray(value)) values.push(...value);
      else if (typeof value === "number") values.push(value, value - 1, value + 1);
      if (typeof value === "number" && keyword.endsWith("Length") && value < 1000) values.push("a".repeat(value + 1));
      if (typeof value === "object" && value !== null) queue.push(value);
    }
  }
  return values;
}
