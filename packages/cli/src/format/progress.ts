import { printable } from "@metric-events/text";
import type { Context } from "../context.js";

const quietMs = 1000;
const intervalMs = 200;

/** A line on a terminal's standard error that shows progress once work takes longer than a second. */
export class Progress {
  readonly #context: Pick<Context, "stderr" | "now">;
  readonly #isShown: boolean;
  #next: number;
  #hasLine = false;

  constructor(context: Pick<Context, "stderr" | "now">) {
    this.#context = context;
    this.#isShown = context.stderr.isTerminal;
    this.#next = context.now() + quietMs;
  }

  /** Shows a text, unless the last one is too recent. */
  async show(text: () => string): Promise<void> {
    if (!this.#isShown || this.#context.now() < this.#next) return;
    this.#next = this.#context.now() + intervalMs;
    this.#hasLine = true;
    await this.#line(printable(text()));
  }

  /** Removes the line. Call this before you print anything else to the terminal. */
  async clear(): Promise<void> {
    if (!this.#hasLine) return;
    this.#hasLine = false;
    await this.#line("");
  }

  async #line(text: string): Promise<void> {
    await this.#context.stderr.printRaw(`\r\u001b[K${text}`);
    await this.#context.stderr.flush();
  }
}
