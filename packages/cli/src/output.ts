import type { Writable } from "node:stream";
import { systemReason } from "@metric-events/system";
import { harmlessOutput } from "@metric-events/text";
import { EnvironmentError, OutputClosedError } from "./errors.js";

const flushAtCharacters = 64 * 1024;

export interface OutputOptions {
  /** Its name in messages. */
  readonly name: string;
  readonly isTerminal?: boolean;
  /** Width of the terminal. Default: 80. */
  readonly columns?: number;
  /** Whether failed writes are ignored: a message about a failure cannot be reported if it fails. Default: no. */
  readonly isLenient?: boolean;
}

/** Standard output or standard error: buffers small texts, and waits while the reader is slow. */
export class Output {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly #stream: Writable;
  readonly #name: string;
  readonly #isLenient: boolean;
  /** Whole lines that are still to be made harmless: all at once, which is faster than one by one. */
  #texts: string[] = [];
  /** What precedes them. */
  #done = "";
  #length = 0;

  constructor(stream: Writable, options: OutputOptions) {
    this.#stream = stream;
    this.#name = options.name;
    this.isTerminal = options.isTerminal ?? false;
    this.columns = options.columns ?? 80;
    this.#isLenient = options.isLenient ?? false;
    // The callback of each write handles the error; without a listener, it would also end the process.
    stream.on("error", () => {});
  }

  /**
   * Prints whole lines. What would act on a terminal or a runner of GitHub Actions is escaped. Returns `undefined` if the text was only
   * buffered: waiting for nothing takes as long as making many a line.
   *
   * @throws {OutputClosedError} when the reader has closed the output.
   * @throws {EnvironmentError} when writing fails, for example on a full disk.
   */
  print(text: string): Promise<void> | undefined {
    this.#texts.push(text);
    this.#length += text.length;
    return this.#length >= flushAtCharacters ? this.flush() : undefined;
  }

  /** Prints a text as it is: one that acts on purpose, or that was made harmless in another way. Throws like {@link print}. */
  printRaw(text: string): Promise<void> | undefined {
    this.#closeTexts();
    this.#done += text;
    this.#length += text.length;
    return this.#length >= flushAtCharacters ? this.flush() : undefined;
  }

  /** Writes the buffer. Throws like {@link print}. */
  async flush(): Promise<void> {
    if (this.#length === 0) return;
    this.#closeTexts();
    const text = this.#done;
    this.#done = "";
    this.#length = 0;
    const error = await new Promise<Error | null | undefined>((resolve) => {
      this.#stream.write(text, resolve);
    });
    if (!error || this.#isLenient) return;
    const code = "code" in error ? error.code : undefined;
    if (code === "EPIPE" || code === "ECONNRESET" || code === "ERR_STREAM_DESTROYED") throw new OutputClosedError();
    throw new EnvironmentError(`cannot write to ${this.#name}: ${systemReason(error)}`, { cause: error });
  }

  #closeTexts(): void {
    if (this.#texts.length === 0) return;
    this.#done += harmlessOutput(this.#texts.join(""));
    this.#texts = [];
  }
}
