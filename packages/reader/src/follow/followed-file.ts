import type { FileHandle } from "node:fs/promises";
import type { LogLine } from "../line/line.js";
import { LineSplitter } from "../read/line-splitter.js";
import type { Followed } from "./followed.js";

const blockBytes = 256 * 1024;
/** The last bytes that were read are compared at each look: they tell a file that grew from one that was emptied and refilled. */
const markBytes = 64;

/** A file that is read as it grows. */
export class FollowedFile {
  readonly handle: FileHandle;
  /** Which file it is, whatever it is called. */
  readonly id: string;
  #splitter = new LineSplitter();
  #offset = 0;
  /** The last bytes before the offset; `undefined` until they are read. */
  #mark: Buffer | undefined;
  /** When the file last grew, or when the path began to name another file, whichever is later. */
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

  /** What was appended since the last call. */
  async *read(): AsyncGenerator<Followed> {
    for (;;) {
      const mark = this.#mark ?? (await this.#readMark());
      const { bytesRead } = await this.handle.read(this.#block, 0, blockBytes, this.#offset - mark.length);
      const isRefilled = bytesRead >= mark.length && !this.#block.subarray(0, mark.length).equals(mark);
      if (bytesRead > mark.length && !isRefilled) {
        this.#offset += bytesRead - mark.length;
        this.#mark = Buffer.from(this.#block.subarray(Math.max(0, bytesRead - markBytes), bytesRead));
        this.#quietSince = performance.now();
        yield { kind: "lines", lines: this.#splitter.push(this.#block.subarray(mark.length, bytesRead)) };
      } else {
        const { size } = await this.handle.stat();
        if (size === this.#offset && !isRefilled) return;
        if (size < this.#offset || isRefilled) {
          yield { kind: "truncated" };
          yield { kind: "lines", lines: this.end() };
          this.#offset = 0;
          this.#mark = Buffer.alloc(0);
        }
      }
    }
  }

  async #readMark(): Promise<Buffer> {
    const length = Math.min(markBytes, this.#offset);
    const mark = Buffer.alloc(length);
    const { bytesRead } = await this.handle.read(mark, 0, length, this.#offset - length);
    this.#mark = mark.subarray(0, bytesRead);
    return this.#mark;
  }

  /** The last line, if its newline never came. */
  end(): Iterable<LogLine> {
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
