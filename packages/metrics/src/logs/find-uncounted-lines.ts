import { type CountedLog, keptHeadBytes, mayBe, tailBytes } from "./counted-log.js";
import { type OpenLogBytes, shortDigest } from "./log-bytes.js";

/** Which lines of a log are new. */
export interface UncountedLines {
  /** The place of the log among those that are known; the length of that list for a new one. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The lines of a log that were not read yet; `undefined` where there are none.
 *
 * A log that begins like a known one and is shorter may be an unfinished copy, which `copytruncate` or a compressor is writing: nothing of it
 * is new. One that begins alike and goes on otherwise is another log.
 */
export async function findUncountedLines(
  log: OpenLogBytes,
  host: string,
  known: readonly CountedLog[],
): Promise<UncountedLines | undefined> {
  if (log.head.length === 0) return undefined;
  const { packed } = log;
  const alike = known
    .map((each, index) => ({ each, index }))
    .filter(({ each }) => each.host === host && mayBe(each, log.head))
    .toSorted((left, right) => right.each.bytes - left.each.bytes);
  if (packed !== undefined && alike.some(({ each }) => each.packed.includes(packed))) return undefined;
  for (const { each, index } of alike) {
    if ((await log.tailBefore(each.bytes)) === each.tail) return newFrom(log, index, each.bytes);
  }
  const isShorter = (
    await Promise.all(alike.map(async ({ each }) => (await log.tailBefore(each.bytes)) === undefined))
  ).some(Boolean);
  return isShorter ? undefined : newFrom(log, known.length, 0);
}

/** A compressed log is read to its end, even when there is nothing new: then it is known as a whole. */
function newFrom({ end, packed }: OpenLogBytes, index: number, start: number): UncountedLines | undefined {
  return end > start || packed !== undefined ? { index, start, end } : undefined;
}

/** Takes the bytes that are read from a log, for what is known of it then. */
export class ReadBytes {
  #length: number;
  #last: Buffer;
  readonly #head: Uint8Array;

  /** @param last the last bytes before `start`. */
  constructor(start: number, head: Uint8Array) {
    this.#length = start;
    this.#head = head;
    this.#last = Buffer.alloc(0);
  }

  async *through(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#length += chunk.length;
      this.#last = Buffer.concat([this.#last.subarray(-tailBytes), chunk.subarray(-tailBytes)]);
      yield chunk;
    }
  }

  /** What is known of the log after that. */
  async known(log: OpenLogBytes, host: string, packed: readonly string[]): Promise<CountedLog> {
    const isEnough = this.#last.length >= tailBytes || this.#last.length === this.#length;
    const tail = isEnough ? shortDigest(this.#last.subarray(-tailBytes)) : await log.tailBefore(this.#length);
    return {
      host,
      head: Buffer.from(this.#head.subarray(0, Math.min(keptHeadBytes, this.#length))).toString("base64"),
      bytes: this.#length,
      tail: tail ?? "",
      packed: log.packed === undefined ? packed : [...new Set([...packed, log.packed])],
    };
  }
}
