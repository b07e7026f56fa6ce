import { createInflateRaw, type InflateRaw } from "node:zlib";

/** Decodes raw deflate data (RFC 1951) piece by piece, and knows where the data ends. */
export class Inflater {
  readonly #stream: InflateRaw = createInflateRaw();
  #output: Uint8Array[] = [];
  #failure: (Error & { code?: string }) | undefined;
  #isDone = false;
  /** Ends the wait for the stream. A write that fails, or reaches the end of the data, never calls back: there is only an event. */
  #wake: (() => void) | undefined;

  constructor() {
    this.#stream.on("data", (chunk: Uint8Array) => this.#output.push(chunk));
    this.#stream.on("end", () => {
      this.#isDone = true;
      this.#wake?.();
    });
    this.#stream.on("error", (error) => {
      this.#failure = error;
      this.#wake?.();
    });
  }

  /** Whether the end of the data was reached. */
  get isDone(): boolean {
    return this.#isDone;
  }

  get failure(): (Error & { code?: string }) | undefined {
    return this.#failure;
  }

  /** Decodes a piece. Returns what came out, and how many bytes of the piece belong to the data. */
  async push(piece: Uint8Array): Promise<{ output: readonly Uint8Array[]; used: number }> {
    const before = this.#stream.bytesWritten;
    const output = await this.#run((done) => this.#stream.write(piece, done));
    return { output, used: this.#stream.bytesWritten - before };
  }

  /** Ends the input; returns the rest of the output. */
  async end(): Promise<readonly Uint8Array[]> {
    return this.#run(() => this.#stream.end());
  }

  close(): void {
    this.#stream.destroy();
  }

  async #run(action: (done: () => void) => void): Promise<readonly Uint8Array[]> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      action(resolve);
    });
    const output = this.#output;
    this.#output = [];
    return output;
  }
}
