import type { SketchBudget } from "./limits.js";

/** Objects with the same fields, and the words that stood in those of their fields that have few. */
export interface Signature {
  readonly names: readonly string[];
  seen: number;
  readonly words: Map<string, Set<string>>;
}

/** Objects with more fields have no variants. */
const maxNames = 40;

const maxWords = 8;

/** The longest value of a field that tells variants apart. */
const maxWordLength = 32;

const separator = "\0";

/** Which fields occur together, and with which words: what variants of an object are found by. Given up where there are too many. */
export class Signatures {
  #byKey: Map<string, Signature> | undefined = new Map();
  #texts = 0;

  /** `undefined` when there are too many. */
  get all(): readonly Signature[] | undefined {
    return this.#byKey === undefined ? undefined : [...this.#byKey.values()];
  }

  add(object: object, budget: SketchBudget): void {
    if (this.#byKey === undefined) return;
    const names = Object.keys(object);
    const key = names.join(separator);
    const signature = this.#byKey.get(key) ?? this.#newSignature(key, names, object, budget);
    // A name may hold the separator.
    if (signature?.names.length !== names.length) {
      this.release(budget);
      return;
    }
    signature.seen++;
    for (const [name, words] of signature.words) {
      const value: unknown = Reflect.get(object, name);
      if (typeof value !== "string" || !this.#holds(words, value, budget)) signature.words.delete(name);
    }
  }

  /** Gives up. */
  release(budget: SketchBudget): void {
    this.#byKey = undefined;
    budget.returnTexts(this.#texts);
    this.#texts = 0;
  }

  #newSignature(key: string, names: readonly string[], object: object, budget: SketchBudget): Signature | undefined {
    if (names.length > maxNames || key.length > 2000 || names.some((name) => name.includes(separator)))
      return undefined;
    if (this.#byKey === undefined || this.#byKey.size >= budget.limits.signatures) return undefined;
    for (const _ of names) if (!this.#takeText(budget)) return undefined;
    const texts = Object.entries(object).filter(([, value]) => typeof value === "string");
    const signature = { names, seen: 0, words: new Map(texts.map(([name]) => [name, new Set<string>()])) };
    this.#byKey.set(key, signature);
    return signature;
  }

  #holds(words: Set<string>, value: string, budget: SketchBudget): boolean {
    if (words.has(value)) return true;
    if (value.length > maxWordLength || words.size >= maxWords || !this.#takeText(budget)) return false;
    words.add(value);
    return true;
  }

  #takeText(budget: SketchBudget): boolean {
    const isTaken = budget.takeText();
    if (isTaken) this.#texts++;
    return isTaken;
  }
}
