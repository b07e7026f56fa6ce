import { type Scan, textIn } from "@metric-events/runtime";

const firstCapacity = 1024;

/** Numbers for texts in the bytes of a batch, without making strings of them. */
export class ByteDictionary {
  /** A hash table with linear probing: 1 + the index of a text, or 0. */
  #table = new Int32Array(firstCapacity);
  #hashes = new Int32Array(firstCapacity);
  /** Codes and places of texts. */
  #codes = new Uint32Array(firstCapacity);
  #starts = new Int32Array(firstCapacity);
  #ends = new Int32Array(firstCapacity);
  #count = 0;

  /** The code of the text from `start` up to `end`; `codeOf` gives one to a text that has none yet. */
  codeOf(found: Scan, start: number, end: number, codeOf: (text: string) => number): number {
    const hash = hashOf(found.view, found.bytes, start, end);
    const mask = this.#table.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let index = this.#table[slot] as number; index !== 0; index = this.#table[slot] as number) {
      if (this.#hashes[index - 1] === hash && this.#isAt(index - 1, found, start, end))
        return this.#codes[index - 1] as number;
      slot = (slot + 1) & mask;
    }
    const code = codeOf(textIn(found.bytes, start, end));
    const index = this.#count++;
    this.#table[slot] = index + 1;
    this.#hashes[index] = hash;
    this.#codes[index] = code;
    this.#starts[index] = start;
    this.#ends[index] = end;
    if (2 * this.#count > mask) this.#grow();
    return code;
  }

  /** Forgets all texts, since other bytes come. */
  clear(): void {
    this.#table.fill(0);
    this.#count = 0;
  }

  #isAt(index: number, { view, bytes }: Scan, start: number, end: number): boolean {
    let known = this.#starts[index] as number;
    if ((this.#ends[index] as number) - known !== end - start) return false;
    let at = start;
    for (; at + 4 <= end; at += 4, known += 4) if (view.getInt32(at, true) !== view.getInt32(known, true)) return false;
    for (; at < end; at++, known++) if (bytes[at] !== bytes[known]) return false;
    return true;
  }

  #grow(): void {
    const capacity = 2 * this.#table.length;
    const table = new Int32Array(capacity);
    for (let index = 0; index < this.#count; index++) {
      const hash = this.#hashes[index] as number;
      let slot = (hash ^ (hash >>> 15)) & (capacity - 1);
      while (table[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      table[slot] = index + 1;
    }
    this.#table = table;
    this.#hashes = grown(this.#hashes, new Int32Array(capacity));
    this.#starts = grown(this.#starts, new Int32Array(capacity));
    this.#ends = grown(this.#ends, new Int32Array(capacity));
    this.#codes = grown(this.#codes, new Uint32Array(capacity));
  }
}

function grown<Column extends Int32Array | Uint32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

/** Four bytes at a time. */
function hashOf(view: DataView, bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 13);
}
