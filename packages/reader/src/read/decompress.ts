import { gunzip } from "./gunzip.js";
import { unzstd } from "./unzstd.js";

type Chunks = AsyncIterable<Uint8Array>;

export type Encoding = "plain" | "gzip" | "zstd";

const decoders: Readonly<Record<Encoding, (chunks: Chunks) => Chunks>> = {
  plain: (chunks) => chunks,
  gzip: gunzip,
  zstd: unzstd,
};

/**
 * Uncompressed bytes of a log, whatever it is called: gzip (RFC 1952) and Zstandard (RFC 8878) begin with bytes that no line of
 * JSON begins with. Several members or frames in a row are one log.
 *
 * @throws {LogError} `cut-short` or `corrupt`, after everything before was handed on.
 */
export async function* decompressed(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const { head, rest } = await peek(chunks);
  yield* decoders[encodingOf(head)](prepend(head, rest));
}

export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return "zstd";
  // A skippable frame, which parallel compressors write first.
  const isSkippable = ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
  return isSkippable ? "zstd" : "plain";
}

async function peek(chunks: Chunks): Promise<{ head: Uint8Array; rest: AsyncIterator<Uint8Array> }> {
  const rest = chunks[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 4) {
    const next = await rest.next();
    if (next.done === true) break;
    // A first chunk that is large enough need not be copied.
    head = head.length === 0 && next.value.length >= 4 ? next.value : Buffer.concat([head, next.value]);
  }
  return { head, rest };
}

async function* prepend(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
