import type { FileHandle } from "node:fs/promises";
import type { Followed } from "./follow.js";
import type { Line } from "./line.js";
import { LineSplitter } from "./line-splitter.js";

const blockBytes = 256 * 1024;

/** A file that is read as it grows. */
export class FollowedFile {
  readonly handle: FileHandle;
  /** Which file it is, whatever it is called. */
  readonly id: string;
  #splitter = new LineSplitter();
  #offset = 0;
  /** When it grew last, or, if that was later, when the path began to name another file. */
  #quietSince = performance.now();
  #isLeft = false;
  readonly #block = Buffer.allocUnsafe(blockBytes);

  constructor(handle: FileHandle, id: string) {
    this.handle = handle;
    this.id = id;
  }

  seek(offset: number): void {
    this.#offset = offset;
  }

  /** Everything that was appended since the last call. */
  async *read(): AsyncGenerator<Followed> {
    for (;;) {
      const { bytesRead } = await this.handle.read(this.#block, 0, blockBytes, this.#offset);
      if (bytesRead > 0) {
        this.#offset += bytesRead;
        this.#quietSince = performance.now();
        yield { kind: "lines", lines: this.#splitter.push(this.#block.subarray(0, bytesRead)) };
      } else {
        const { size } = await this.handle.stat();
        if (size === this.#offset) return;
        if (size < this.#offset) {
          yield { kind: "truncated" };
          yield { kind: "lines", lines: this.end() };
          this.#offset = 0;
        }
      }
    }
  }

  /** The last line, when its newline never came. */
  end(): Iterable<Line> {
    const lines = this.#splitter.end();
    this.#splitter = new LineSplitter();
    return lines;
  }

  /** Notes that the path names another file now. */
  leave(): void {
    if (!this.#isLeft) this.#quietSince = performance.now();
    this.#isLeft = true;
  }

  wasLeftFor(milliseconds: number): boolean {
    return this.#isLeft && performance.now() - this.#quietSince > milliseconds;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
