import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { below, printedSeed, seededRandom } from "./random.js";

export interface FuzzOptions {
  readonly name: string;
  /** Folder of inputs that once failed. They are tried first, and new ones are saved there, to be committed with their fix. */
  readonly cases: string;
  /** Inputs to begin with. */
  readonly seeds: readonly Uint8Array[];
  /** Words that the format gives a meaning. */
  readonly words?: readonly string[];
  /**
   * Tries an input, and throws where something is wrong. What it returns describes what happened: inputs that make something new happen
   * are mutated further, so that the search goes deeper than one mutation.
   */
  readonly attempt: (input: Buffer) => Promise<string> | string;
}

/** How long each fuzz test looks; `FUZZ_SECONDS` sets it. */
const seconds = Number(process.env["FUZZ_SECONDS"] ?? 3);

/** At least as many inputs are tried, however slow the machine is. */
const minInputs = 10;

const maxInputBytes = 64 * 1024;

/**
 * Looks for an input that fails. Jazzer.js would be guided by coverage, but needs a newer C library than the oldest system that tests run
 * on (glibc 2.38); this is guided by behavior.
 *
 * @returns how many inputs were tried.
 * @throws the failure; the message names the file that the input was saved to.
 */
export async function fuzz({ name, cases, seeds, words = [], attempt }: FuzzOptions): Promise<number> {
  if (existsSync(cases)) for (const file of readdirSync(cases)) await attempt(readFileSync(join(cases, file)));
  const random = seededRandom(printedSeed(name));
  const corpus: Buffer[] = [];
  const seen = new Set<string>();
  const tryOne = async (input: Buffer): Promise<void> => {
    const behavior = await attempt(input);
    if (seen.has(behavior)) return;
    seen.add(behavior);
    corpus.push(input);
  };
  for (const seed of seeds) {
    corpus.push(Buffer.from(seed));
    await tryOne(Buffer.from(seed));
  }
  const end = performance.now() + seconds * 1000;
  let tried = 0;
  for (; tried < minInputs || performance.now() < end; tried++) {
    let input = pick(corpus, random);
    for (let rounds = 1 + below(random, 4); rounds > 0; rounds--) input = mutated(input, corpus, words, random);
    try {
      await tryOne(input);
    } catch (error) {
      const file = join(cases, createHash("sha256").update(input).digest("hex").slice(0, 16));
      mkdirSync(cases, { recursive: true });
      writeFileSync(file, input);
      throw new Error(`${name}: an input fails; it was saved as ${file}`, { cause: error });
    }
  }
  return tried;
}

/** A copy of an input with one thing changed. */
function mutated(input: Buffer, corpus: readonly Buffer[], words: readonly string[], random: () => number): Buffer {
  const at = below(random, input.length + 1);
  const until = Math.min(input.length, at + below(random, 1 + below(random, 64)));
  const changed = (middle: Uint8Array, rest = until): Buffer =>
    Buffer.concat([input.subarray(0, at), middle, input.subarray(rest)]).subarray(0, maxInputBytes);
  const other = pick(corpus, random);
  const from = below(random, other.length + 1);
  switch (below(random, 8)) {
    case 0:
      return changed(Buffer.alloc(0));
    case 1:
      return changed(Buffer.from([below(random, 256)]));
    case 2:
      return changed(Buffer.from([(input[at] ?? 0) ^ (1 << below(random, 8))]), Math.min(input.length, at + 1));
    case 3:
      return changed(input.subarray(at, until), at);
    case 4:
      return input.subarray(0, at);
    case 5:
      return changed(other.subarray(from, from + below(random, 256)), at);
    case 6:
      return changed(other.subarray(from), input.length);
    default:
      return changed(Buffer.from(words.length === 0 ? "0" : pick(words, random)), below(random, 2) === 0 ? at : until);
  }
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[below(random, items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
