/** The key of the group that takes the events of those beyond the most. */
export const otherGroups = -1;

/** Small numbers for the groups of events, by the codes of their dimensions. */
export class GroupKeys {
  readonly #keys = new Map<number | string, number>();
  readonly #codes: (readonly number[])[] = [];
  readonly #most: number;

  /** @param most groups beyond this number are put together. */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param codes one for each dimension. */
  keyOf(codes: readonly number[]): number {
    const name = codes.length === 1 ? (codes[0] as number) : codes.join(",");
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    if (this.#codes.length >= this.#most) return otherGroups;
    this.#keys.set(name, this.#codes.push(codes) - 1);
    return this.#codes.length - 1;
  }

  /** The codes of a group; `undefined` for {@link otherGroups}. */
  codesOf(key: number): readonly number[] | undefined {
    return this.#codes[key];
  }
}
