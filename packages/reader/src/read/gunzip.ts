import { createGunzip, type Gunzip } from "node:zlib";
import { LogError } from "../log-error.js";

/** Small enough that what one slice expands to fits in memory, even at the 1,032:1 that gzip can reach. */
const sliceBytes = 16 * 1024;

/**
 * Decodes slice by slice. A pipeline would drop what it has decoded already when the data turns out to be cut or damaged; here it
 * is handed on first.
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new GzipDecoder();
  try {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += sliceBytes) {
        const slice = chunk.subarray(start, start + sliceBytes);
        yield* await decoder.run((stream, done) => stream.write(slice, done));
        decoder.check();
      }
    }
    yield* await decoder.run((stream) => stream.end());
    decoder.check();
  } finally {
    decoder.destroy();
  }
}

class GzipDecoder {
  readonly #stream: Gunzip = createGunzip();
  #output: Uint8Array[] = [];
  #failure: (Error & { code?: string }) | undefined;
  /** What waits for the stream. A write that fails is told of by the event alone. */
  #wake: (() => void) | undefined;

  constructor() {
    this.#stream.on("data", (chunk: Uint8Array) => this.#output.push(chunk));
    this.#stream.on("end", () => this.#wake?.());
    this.#stream.on("error", (error) => {
      this.#failure = error;
      this.#wake?.();
    });
  }

  /** Does something and waits until the stream has dealt with it; returns what came out. */
  async run(action: (stream: Gunzip, done: () => void) => void): Promise<readonly Uint8Array[]> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      action(this.#stream, resolve);
    });
    const output = this.#output;
    this.#output = [];
    return output;
  }

  check(): void {
    const cause = this.#failure;
    if (cause === undefined) return;
    if (cause.code === "Z_BUF_ERROR") throw new LogError("cut-short", "the gzip data ends too early", { cause });
    throw new LogError("corrupt", `the gzip data is damaged: ${cause.message}`, { cause });
  }

  destroy(): void {
    this.#stream.destroy();
  }
}
