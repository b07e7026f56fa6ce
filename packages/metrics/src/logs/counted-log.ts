/** A log that was read, and how far. It is known by its content, whatever its name: rotation renames logs, compresses and copies them. */
export interface CountedLog {
  /** The machine that its name says; empty where it says none. Logs of two hosts may begin alike. */
  readonly host: string;
  /** Its first bytes, in base64. */
  readonly head: string;
  /** How many of its bytes were read, after decompression: they end with a line. */
  readonly bytes: number;
  /** A digest of the last ones of these. */
  readonly tail: string;
  /** Digests of compressed files that were read to their end. */
  readonly packed: readonly string[];
}

/** How many first bytes of a log are kept, and how many last ones of what was read go into the digest. */
export const keptHeadBytes = 1024;
export const tailBytes = 4096;

/** Whether a log with these first bytes may be the known one, or a copy that is not finished yet. */
export function mayBe({ head }: CountedLog, first: Uint8Array): boolean {
  const known = Buffer.from(head, "base64");
  const length = Math.min(known.length, first.length);
  return length > 0 && known.subarray(0, length).equals(first.subarray(0, length));
}
