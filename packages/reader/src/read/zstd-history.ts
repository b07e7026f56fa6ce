import type { Decompress } from "fzstd";

/**
 * What fzstd 0.1.1 keeps of a frame, in a property without a declared type. The version is pinned, and without the property everything is
 * decoded as before, only more slowly.
 */
interface FrameState {
  /** The last bytes of the frame, as many as the window has: matches are copied from here. */
  w: Uint8Array;
  /** Whether the block that was decoded last is the last one of the frame. */
  readonly l: number | boolean;
}

/** How many bytes of history a buffer holds besides a window. */
const minSpareBytes = 1024 * 1024;

/**
 * Keeps the window of a frame in place of fzstd, which moves all of it at the end of each block: with a window of 128 MiB that takes 30 ms, and
 * a megabyte can have 300,000 blocks. Here, blocks are appended to a buffer, and the window is the end of that; it moves once the buffer is full.
 */
export class ZstdHistory {
  readonly #decoder: Decompress;
  #frame: FrameState | undefined;
  #buffer = new Uint8Array(0);
  #end = 0;

  constructor(decoder: Decompress) {
    this.#decoder = decoder;
  }

  /** Takes a decoded block, just before fzstd moves the window for it. */
  append(block: Uint8Array): void {
    const frame = stateOf(this.#decoder);
    if (frame === undefined) return;
    // Nothing refers back to the last block.
    const window = frame.l ? noBytes : this.#windowAfter(frame, block);
    frame.w = insteadOfMoving(() => {
      frame.w = window;
    });
  }

  #windowAfter(frame: FrameState, block: Uint8Array): Uint8Array {
    const size = frame.w.length;
    if (frame !== this.#frame) {
      this.#frame = frame;
      this.#buffer = new Uint8Array(size + Math.max(size >> 2, minSpareBytes));
      this.#end = size;
    }
    // Of a block that is longer than the window, only the end is kept.
    const kept = block.subarray(Math.max(0, block.length - size));
    if (this.#end + kept.length > this.#buffer.length) {
      this.#buffer.copyWithin(0, this.#end - size, this.#end);
      this.#end = size;
    }
    this.#buffer.set(kept, this.#end);
    this.#end += kept.length;
    return this.#buffer.subarray(this.#end - size, this.#end);
  }
}

const noBytes = new Uint8Array(0);

/** fzstd calls `copyWithin` and then `set` of the window: on this one, the first does nothing, and the second puts the right one in place. */
function insteadOfMoving(restore: () => void): Uint8Array {
  return Object.assign(new Uint8Array(0), { set: restore });
}

function stateOf(decoder: Decompress): FrameState | undefined {
  const state: unknown = Reflect.get(decoder, "s");
  return typeof state === "object" && state !== null && "w" in state && state.w instanceof Uint8Array
    ? (state as FrameState)
    : undefined;
}
