/** Codes and numbers below these are found by index, which is several times faster than in a map. */
const maxIndexedCode = 256;
const maxIndexedNumber = 16_384;

/** A number for each list of codes: the same for the same list. */
export class KeyInterner {
  readonly #indexed: (number[] | undefined)[] = [];
  readonly #others = new Map<string, number>();
  /** By number: the number that the list begins with, and its last code. */
  readonly #lists: (readonly [before: number, code: number])[] = [];

  /** The number of the list that is `before`, a number from here or 0 for none, and then `code`. */
  append(before: number, code: number): number {
    if (before >= maxIndexedNumber || code >= maxIndexedCode) return this.#other(before, code);
    const numbers = (this.#indexed[before] ??= []);
    return (numbers[code] ??= this.#add(before, code));
  }

  /** The number that the list has already. */
  find(before: number, code: number): number | undefined {
    if (before >= maxIndexedNumber || code >= maxIndexedCode) return this.#others.get(`${before},${code}`);
    return this.#indexed[before]?.[code];
  }

  /** The codes of a list, by its number. */
  codesOf(number: number): readonly number[] {
    const codes: number[] = [];
    for (let list = this.#lists[number - 1]; list !== undefined; list = this.#lists[list[0] - 1]) codes.push(list[1]);
    return codes.toReversed();
  }

  #other(before: number, code: number): number {
    const key = `${before},${code}`;
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const number = this.#add(before, code);
    this.#others.set(key, number);
    return number;
  }

  #add(before: number, code: number): number {
    return this.#lists.push([before, code]);
  }
}
