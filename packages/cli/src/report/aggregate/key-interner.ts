/** A number for each list of codes: the same for the same list. */
export class KeyInterner {
  readonly #ids = new Map<number, number>();
  readonly #wideIds = new Map<string, number>();
  #next = 1;

  /** The number of the list that is `before`, a number from here or 0 for none, and then `code`. */
  append(before: number, code: number): number {
    // Small integers are the keys that maps find fastest.
    if (before < 0x4000 && code < 0x1_0000) return this.#idOf(this.#ids, before * 0x1_0000 + code);
    return this.#idOf(this.#wideIds, `${before},${code}`);
  }

  #idOf<Key>(ids: Map<Key, number>, key: Key): number {
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, this.#next);
    return this.#next++;
  }
}
