import { crc32 } from "node:zlib";
import { LogError } from "../log-error.js";
import { Inflater } from "./inflater.js";
import { PulledBytes } from "./pulled-bytes.js";

/** Small enough for memory when decoded, even at the ratio of 1,032:1 that gzip can reach. */
const pieceBytes = 16 * 1024;

/**
 * Decodes gzip (RFC 1952), member by member. Yields what gzip(1) would before it throws: everything before the place where the data is
 * cut or damaged, and all members if something else follows them. The decoder of Node drops the last output in the first case, and
 * sometimes neither ends nor fails in the second.
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new PulledBytes(chunks);
  try {
    for (let isFirst = true; ; isFirst = false) {
      const magic = await input.exactly(2);
      if (!isFirst && magic.length === 0) return;
      if (magic[0] !== 0x1f || magic[1] !== 0x8b) throw await trailing(magic, input);
      await skipHeader(input);
      yield* member(input);
    }
  } finally {
    await input.close();
  }
}

async function* member(input: PulledBytes): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater();
  let crc = 0;
  let length = 0;
  try {
    while (!inflater.isDone) {
      const piece = await input.some(pieceBytes);
      const { output, used } =
        piece.length === 0 ? { output: await inflater.end(), used: 0 } : await inflater.push(piece);
      input.giveBack(piece.length - used);
      for (const bytes of output) {
        crc = crc32(bytes, crc);
        length = (length + bytes.length) % 2 ** 32;
        yield bytes;
      }
      const cause = inflater.failure;
      if (cause?.code === "Z_BUF_ERROR") throw cutShort();
      if (cause !== undefined) throw damaged(cause.message, cause);
    }
  } finally {
    inflater.close();
  }
  const trailer = await input.exactly(8);
  if (trailer.length < 8) throw cutShort();
  if (trailer.readUInt32LE(0) !== crc) throw damaged("incorrect data check");
  if (trailer.readUInt32LE(4) !== length) throw damaged("incorrect length check");
}

const deflate = 8;
const [headerCrc, extra, name, comment, reserved] = [0x02, 0x04, 0x08, 0x10, 0xe0] as const;

/** Skips what follows the first two bytes of a header. */
async function skipHeader(input: PulledBytes): Promise<void> {
  const head = await take(input, 8);
  const flags = head[1] ?? 0;
  if (head[0] !== deflate) throw damaged("unknown compression method");
  if ((flags & reserved) !== 0) throw damaged("unknown header flags set");
  if ((flags & extra) !== 0) {
    let left = (await take(input, 2)).readUInt16LE(0);
    while (left > 0) left -= (await take(input, Math.min(left, pieceBytes))).length;
  }
  for (const text of [name, comment]) {
    if ((flags & text) !== 0) while ((await take(input, 1))[0] !== 0) continue;
  }
  if ((flags & headerCrc) !== 0) await take(input, 2);
}

async function take(input: PulledBytes, length: number): Promise<Buffer> {
  const bytes = await input.exactly(length);
  if (bytes.length < length) throw cutShort();
  return bytes;
}

/** The error for bytes after the last member. Zeros are what a crash or a tape leaves. */
async function trailing(first: Uint8Array, input: PulledBytes): Promise<LogError> {
  for (let bytes = first; bytes.length > 0; bytes = await input.some(pieceBytes)) {
    if (bytes.some((byte) => byte !== 0)) {
      return new LogError("trailing-data", "something else follows the gzip data; it was ignored");
    }
  }
  return new LogError("trailing-data", "zero bytes follow the gzip data; they were ignored");
}

function cutShort(): LogError {
  return new LogError("cut-short", "the gzip data ends too early");
}

function damaged(reason: string, cause?: unknown): LogError {
  return new LogError("corrupt", `the gzip data is damaged: ${reason}`, { cause });
}
