/** Groups beyond this many are put together. */
export const maxGroups = 50;
/** The code of those that are put together. */
export const restGroup = 0xffff_ffff;

/** Small numbers for the codes of groups. */
export class GroupSlots {
  // By index, which is several times faster than in a map. Codes are small.
  readonly #slots: number[] = [];
  readonly #codes: number[] = [];
  // Rows of one group often follow each other.
  #lastCode = -1;
  #lastSlot = -1;

  slotOf(code: number): number {
    if (code === this.#lastCode) return this.#lastSlot;
    this.#lastSlot = this.#find(code);
    this.#lastCode = code;
    return this.#lastSlot;
  }

  codeOf(slot: number): number {
    return this.#codes[slot] ?? restGroup;
  }

  #find(code: number): number {
    const known = this.#slots[code];
    if (known !== undefined) return known;
    if (this.#codes.length > maxGroups) return this.#codes.length - 1;
    const slot = this.#codes.push(this.#codes.length === maxGroups ? restGroup : code) - 1;
    this.#slots[code] = slot;
    return slot;
  }
}
