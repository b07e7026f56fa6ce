/** Codes and numbers below these are found by index, which is several times faster than in a map. */
const maxIndexedCode = 256;
const maxIndexedNumber = 16_384;

/** A number for each list of codes: the same for the same list. */
export class KeyInterner {
  readonly #indexed: (number[] | undefined)[] = [];
  readonly #others = new Map<string, number>();
  #next = 1;

  /** The number of the list that is `before`, a number from here or 0 for none, and then `code`. */
  append(before: number, code: number): number {
    if (before >= maxIndexedNumber || code >= maxIndexedCode) return this.#other(`${before},${code}`);
    const numbers = (this.#indexed[before] ??= []);
    return (numbers[code] ??= this.#next++);
  }

  /** The number that the list has already. */
  find(before: number, code: number): number | undefined {
    if (before >= maxIndexedNumber || code >= maxIndexedCode) return this.#others.get(`${before},${code}`);
    return this.#indexed[before]?.[code];
  }

  #other(key: string): number {
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    this.#others.set(key, this.#next);
    return this.#next++;
  }
}
