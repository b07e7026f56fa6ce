import type { LogSource } from "./log-source.js";
import { startsWithMarks } from "./prefix-hasher.js";
import type { Survey } from "./survey-log.js";

/** A log that adds nothing, or of which nobody can tell what it adds. */
export interface LeftOutLog {
  /** Name of the log. */
  readonly file: string;
  /**
   * - `copy`: another log at hand begins with all of it.
   * - `shorter`: the lake has a log that begins like it and is longer: it may be an unfinished copy, or another log.
   */
  readonly code: "copy" | "shorter";
  /** The name of the other log. */
  readonly other: string;
}

/**
 * Finds logs that are the beginnings of others at hand: while `copytruncate` or a compressor works, or after it was killed, there are two of
 * the same. Of two that are equal, the first stays.
 */
export async function findLeftOut(surveys: readonly Survey[]): Promise<ReadonlyMap<Survey, LeftOutLog>> {
  const found = new Map<Survey, LeftOutLog>();
  for (const survey of surveys) {
    const { source, known, longer } = survey;
    const original = await originalOf(survey, surveys, found);
    if (original !== undefined) found.set(survey, { file: source.name, code: "copy", other: original.source.name });
    else if (known === undefined && longer[0] !== undefined) {
      found.set(survey, { file: source.name, code: "shorter", other: longer[0].name });
    }
  }
  return found;
}

async function originalOf(
  survey: Survey,
  surveys: readonly Survey[],
  leftOut: ReadonlyMap<Survey, LeftOutLog>,
): Promise<Survey | undefined> {
  const { bytes } = survey.content.whole;
  if (bytes === 0) return undefined;
  for (const other of surveys) {
    if (other === survey || other.source.host !== survey.source.host) continue;
    if (leftOut.get(other)?.code === "copy") continue;
    const isLonger = other.content.whole.bytes > bytes;
    const isFirstOfEqual =
      other.content.whole.bytes === bytes &&
      (surveys.indexOf(other) < surveys.indexOf(survey) || survey.unread !== undefined);
    if (!isLonger && !isFirstOfEqual) continue;
    const mayBegin = startsWithMarks(other.content.marks, survey.content.marks);
    if (mayBegin && (await beginsWith(other.source, survey))) return other;
  }
  return undefined;
}

/** Compares all bytes of the shorter log. */
async function beginsWith(long: LogSource, { source, content }: Survey): Promise<boolean> {
  const left = new ByteReader(long.chunks());
  const right = new ByteReader(source.chunks());
  try {
    for (let position = 0; position < content.whole.bytes; ) {
      const length = Math.min(await left.available(), await right.available(), content.whole.bytes - position);
      if (length === 0 || !Buffer.from(left.take(length)).equals(right.take(length))) return false;
      position += length;
    }
    return true;
  } finally {
    await left.close();
    await right.close();
  }
}

/** Takes pieces of any length from chunks. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** How many bytes can be taken; 0 at the end. */
  async available(): Promise<number> {
    while (this.#held.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return 0;
      this.#held = next.value;
    }
    return this.#held.length;
  }

  take(length: number): Uint8Array {
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
