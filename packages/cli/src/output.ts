import type { Writable } from "node:stream";
import { systemReason } from "@metric-events/text";
import { EnvironmentError, OutputClosedError } from "./errors.js";

const flushAtCharacters = 64 * 1024;

export interface OutputOptions {
  /** What messages call it. */
  readonly name: string;
  readonly isTerminal?: boolean;
  /** Width of the terminal. Default: 80. */
  readonly columns?: number;
  /** Whether a failure to write is ignored, as for messages about failures. Default: no. */
  readonly isLenient?: boolean;
}

/** Standard output or standard error: gathers small texts, writes large ones, and waits while the other end is slow. */
export class Output {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly #stream: Writable;
  readonly #name: string;
  readonly #isLenient: boolean;
  #texts: string[] = [];
  #length = 0;

  constructor(stream: Writable, options: OutputOptions) {
    this.#stream = stream;
    this.#name = options.name;
    this.isTerminal = options.isTerminal ?? false;
    this.columns = options.columns ?? 80;
    this.#isLenient = options.isLenient ?? false;
    // The callback of each write gets the error as well; without a listener it would end the process.
    stream.on("error", () => {});
  }

  /**
   * @throws {OutputClosedError} when nobody reads any more.
   * @throws {EnvironmentError} when it cannot be written, such as to a full disk.
   */
  async print(text: string): Promise<void> {
    this.#texts.push(text);
    this.#length += text.length;
    if (this.#length >= flushAtCharacters) await this.flush();
  }

  /** Writes what was gathered. Throws as {@link print} does. */
  async flush(): Promise<void> {
    if (this.#length === 0) return;
    const text = this.#texts.join("");
    this.#texts = [];
    this.#length = 0;
    const error = await new Promise<Error | null | undefined>((resolve) => {
      this.#stream.write(text, resolve);
    });
    if (!error || this.#isLenient) return;
    const code = "code" in error ? error.code : undefined;
    if (code === "EPIPE" || code === "ECONNRESET" || code === "ERR_STREAM_DESTROYED") throw new OutputClosedError();
    throw new EnvironmentError(`cannot write to ${this.#name}: ${systemReason(error)}`, { cause: error });
  }
}
