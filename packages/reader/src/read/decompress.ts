import { compressionOf, headBytes } from "./compression.js";

type Chunks = AsyncIterable<Uint8Array>;

/**
 * Uncompressed bytes of a log, whatever its name. Several members or frames in a row are one log.
 *
 * @throws {LogError} after everything that could be decoded was handed on.
 */
export async function* decompressed(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const { head, rest } = await peek(chunks);
  const all = prepend(head, rest);
  yield* compressionOf(head)?.decode(all) ?? all;
}

async function peek(chunks: Chunks): Promise<{ head: Uint8Array; rest: AsyncIterator<Uint8Array> }> {
  const rest = chunks[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < headBytes) {
    const next = await rest.next();
    if (next.done === true) break;
    // A first chunk that is large enough need not be copied.
    head = head.length === 0 && next.value.length >= headBytes ? next.value : Buffer.concat([head, next.value]);
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
