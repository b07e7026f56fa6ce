/** Numbers for texts: the first is 1. */
export class Dictionary {
  readonly texts: string[] = [];
  readonly #codes = new Map<string, number>();

  codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.texts.push(text);
    this.#codes.set(text, code);
    return code;
  }

  /** The number of a text that has one; else that of `other`. */
  knownOr(text: string, other: string): number {
    return this.#codes.get(text) ?? this.codeOf(other);
  }
}
