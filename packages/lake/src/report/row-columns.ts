/** Columns of numbers that grow. */
export class RowColumns {
  #length = 0;
  #capacity = 4096;
  readonly #columns: (Float64Array | Uint32Array | Uint8Array)[];

  /** @param kinds the width of each column's numbers, in bytes: 8 for doubles, else whole numbers. */
  constructor(kinds: readonly (8 | 4 | 1)[]) {
    this.#columns = kinds.map((kind) => newColumn(kind, this.#capacity));
  }

  get length(): number {
    return this.#length;
  }

  /** Makes room for rows; returns the index of the first, and the columns, until the next call. */
  addRows(count: number): { readonly at: number; readonly columns: (Float64Array | Uint32Array | Uint8Array)[] } {
    const at = this.#length;
    this.#length += count;
    while (this.#length > this.#capacity) this.#grow();
    return { at, columns: this.#columns };
  }

  /** Keeps only some of the rows from `at` on. */
  keep(at: number, isKept: readonly boolean[]): void {
    let to = at;
    isKept.forEach((kept, index) => {
      if (!kept) return;
      for (const column of this.#columns) column[to] = column[at + index] as number;
      to++;
    });
    this.#length = to;
  }

  /** All columns as long as there are rows. */
  get columns(): readonly (Float64Array | Uint32Array | Uint8Array)[] {
    return this.#columns.map((column) => column.subarray(0, this.#length));
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#columns.forEach((column, index) => {
      const grown = newColumn(column.BYTES_PER_ELEMENT as 8 | 4 | 1, this.#capacity);
      grown.set(column);
      this.#columns[index] = grown;
    });
  }
}

function newColumn(kind: 8 | 4 | 1, length: number): Float64Array | Uint32Array | Uint8Array {
  if (kind === 8) return new Float64Array(length);
  return kind === 4 ? new Uint32Array(length) : new Uint8Array(length);
}
