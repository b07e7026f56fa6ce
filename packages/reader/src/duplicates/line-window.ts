/** Lines of one block: one less than a power of two, so that a table of 16-bit numbers tells them apart. */
const blockLines = 2 ** 16 - 1;
const tableSize = 2 ** 17;

/** A line that was seen: a number that grows by one with each new line. */
export type LineNumber = number;

/**
 * The last lines of some logs, as hashes. A line that repeats another has the same time, so only lines of that time have to be compared:
 * while the times of a log grow, nothing is looked up at all.
 */
export class LineWindow {
  readonly #maxBlocks: number;
  /** The oldest first. */
  #blocks: Block[] = [];
  #next = 0;

  /** @param lines how many of the last lines are remembered at least. */
  constructor(lines: number) {
    this.#maxBlocks = Math.ceil(lines / blockLines) + 1;
  }

  /** The number that the next new line gets. */
  get next(): LineNumber {
    return this.#next;
  }

  /** The oldest line that is still remembered. */
  get oldest(): LineNumber {
    return this.#blocks[0]?.first ?? 0;
  }

  /** The earlier line of the same time and hash; -1 for a new line, which is remembered. */
  see(time: number, low: number, high: number): LineNumber {
    const blocks = this.#blocks;
    for (let index = blocks.length - 1; index >= 0; index--) {
      const block = blocks[index] as Block;
      if (time > block.latestSoFar) break;
      const found = time >= block.earliest && time <= block.latest ? block.indexOf(low, high) : -1;
      if (found >= 0) return block.first + found;
    }
    let last = blocks.at(-1);
    if (last === undefined || last.length === blockLines) last = this.#newBlock(last);
    last.add(time, low, high);
    this.#next++;
    return -1;
  }

  #newBlock(before: Block | undefined): Block {
    const freed = this.#blocks.length >= this.#maxBlocks ? this.#blocks.shift() : undefined;
    // What the freed block reached no longer counts.
    if (freed !== undefined) {
      let latest = Number.NEGATIVE_INFINITY;
      for (const each of this.#blocks) {
        latest = Math.max(latest, each.latest);
        each.latestSoFar = latest;
      }
    }
    const latest = before === undefined ? Number.NEGATIVE_INFINITY : before.latestSoFar;
    const block = freed ?? new Block();
    block.begin(this.#next, latest);
    this.#blocks.push(block);
    return block;
  }
}

class Block {
  first = 0;
  length = 0;
  /** Times of its lines. */
  earliest = Number.POSITIVE_INFINITY;
  latest = Number.NEGATIVE_INFINITY;
  /** The latest time of this block and those before. */
  latestSoFar = Number.NEGATIVE_INFINITY;
  #lows = new Int32Array(1024);
  #highs = new Int32Array(1024);
  /** A hash table with linear probing, 1 + the index of a line; made when the first line is looked up. */
  #table: Uint16Array | undefined;
  /** Lines that are in the table. */
  #indexed = 0;

  begin(first: number, latestBefore: number): void {
    this.first = first;
    this.length = 0;
    this.earliest = Number.POSITIVE_INFINITY;
    this.latest = Number.NEGATIVE_INFINITY;
    this.latestSoFar = latestBefore;
    this.#table = undefined;
    this.#indexed = 0;
  }

  add(time: number, low: number, high: number): void {
    if (this.length === this.#lows.length) this.#grow();
    this.#lows[this.length] = low;
    this.#highs[this.length] = high;
    this.length++;
    if (time < this.earliest) this.earliest = time;
    if (time > this.latest) this.latest = time;
    if (time > this.latestSoFar) this.latestSoFar = time;
  }

  indexOf(low: number, high: number): number {
    const table = (this.#table ??= new Uint16Array(tableSize));
    for (; this.#indexed < this.length; this.#indexed++) {
      let slot = (this.#lows[this.#indexed] as number) & (tableSize - 1);
      while (table[slot] !== 0) slot = (slot + 1) & (tableSize - 1);
      table[slot] = this.#indexed + 1;
    }
    for (let slot = low & (tableSize - 1); ; slot = (slot + 1) & (tableSize - 1)) {
      const index = (table[slot] as number) - 1;
      if (index < 0) return -1;
      if (this.#lows[index] === low && this.#highs[index] === high) return index;
    }
  }

  #grow(): void {
    const capacity = Math.min(blockLines, 2 * this.length);
    const [lows, highs] = [new Int32Array(capacity), new Int32Array(capacity)];
    lows.set(this.#lows);
    highs.set(this.#highs);
    [this.#lows, this.#highs] = [lows, highs];
  }
}
