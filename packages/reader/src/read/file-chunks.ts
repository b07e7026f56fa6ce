import type { FileHandle } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { LogError } from "../log-error.js";

const blockBytes = 1024 * 1024;
const newline = 0x0a;
/** How long a writer in the middle of a line gets to finish it. */
const patience = { looks: 5, intervalMs: 20, activeWithinMs: 2000 };

/**
 * The bytes that a file has when this is called, from `start` on, and then those that finish its last line: reading ends even when
 * the file grows faster than it is read. A chunk is valid until the next one is asked for.
 *
 * @throws {LogError} `shrunk` when the file becomes shorter meanwhile.
 */
export async function* fileChunks(handle: FileHandle, start = 0): AsyncGenerator<Uint8Array> {
  const { size } = await handle.stat();
  let position = start;
  let lastByte = newline;
  // The next block is read while this one is processed.
  const buffers = [Buffer.allocUnsafe(blockBytes), Buffer.allocUnsafe(blockBytes)] as const;
  const read = (turn: number, from: number) => {
    const reading = handle.read(buffers[turn % 2 ? 1 : 0], 0, Math.min(blockBytes, size - from), from);
    // A caller that stops early never awaits it.
    reading.catch(() => {});
    return reading;
  };
  let reading = position < size ? read(0, position) : undefined;
  for (let turn = 0; reading !== undefined; turn++) {
    const { bytesRead, buffer } = await reading;
    if (bytesRead === 0) {
      throw new LogError("shrunk", `became shorter while it was read: from ${size} bytes to ${position} or less`);
    }
    position += bytesRead;
    lastByte = buffer[bytesRead - 1] ?? newline;
    reading = position < size ? read(turn + 1, position) : undefined;
    yield buffer.subarray(0, bytesRead);
  }
  if (lastByte !== newline) yield* restOfLine(handle, position);
}

async function* restOfLine(handle: FileHandle, start: number): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafe(64 * 1024);
  let position = start;
  for (let looks = 0; looks < patience.looks; ) {
    const { bytesRead } = await handle.read(block, 0, block.length, position);
    if (bytesRead > 0) {
      const end = block.subarray(0, bytesRead).indexOf(newline) + 1;
      yield block.subarray(0, end === 0 ? bytesRead : end);
      if (end > 0) return;
      position += bytesRead;
    } else {
      const { mtimeMs } = await handle.stat();
      if (Date.now() - mtimeMs > patience.activeWithinMs) return;
      looks++;
      await sleep(patience.intervalMs);
    }
  }
}

/** The bytes of something without a size: a FIFO, a terminal, a file in `/proc`. */
export async function* streamChunks(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafe(64 * 1024);
  for (;;) {
    const { bytesRead } = await handle.read(block, 0, block.length, null);
    if (bytesRead === 0) return;
    yield block.subarray(0, bytesRead);
  }
}
