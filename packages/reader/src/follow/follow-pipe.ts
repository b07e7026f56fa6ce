import { constants, type FileHandle, open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isSystemError } from "@metric-events/system";
import { LineSplitter } from "../read/line-splitter.js";
import type { Followed } from "./followed.js";

const blockBytes = 64 * 1024;

/**
 * The lines that writers put into a FIFO, one writer after the other, until the signal. Polls, since opening and reading a FIFO
 * block until there is a writer, and a blocked call cannot be cancelled.
 */
export async function* followPipe(path: string, signal: AbortSignal, pollMs: number): AsyncGenerator<Followed> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const splitter = new LineSplitter();
  const block = Buffer.allocUnsafe(blockBytes);
  try {
    while (!signal.aborted) {
      const bytesRead = await readIfAny(handle, block);
      if (bytesRead > 0) yield { kind: "lines", lines: splitter.push(block.subarray(0, bytesRead)) };
      else {
        yield { kind: "idle" };
        await sleep(pollMs, undefined, { signal }).catch(() => {});
      }
    }
  } finally {
    await handle.close();
  }
}

/** Number of bytes that were read; 0 while there is no writer or nothing new. */
async function readIfAny(handle: FileHandle, block: Buffer): Promise<number> {
  try {
    return (await handle.read(block, 0, block.length, null)).bytesRead;
  } catch (error) {
    if (isSystemError(error) && error.code === "EAGAIN") return 0;
    throw error;
  }
}
