import { type BadLine, faultLine, type Tally, type UnreadLog } from "@metric-events/reader";
import { printable } from "@metric-events/text";
import type { Output } from "../output.js";
import type { Reporter } from "./reporter.js";
import { summaryText } from "./summary-text.js";

/** `file:line:column: sentence`, as compilers print it and editors read it. */
export class TextReporter implements Reporter {
  readonly #output: Output;
  #hasFindings = false;

  constructor(output: Output) {
    this.#output = output;
  }

  async badLine({ file, line, eventName, faults }: BadLine): Promise<void> {
    this.#hasFindings = true;
    for (const fault of faults) await this.#output.print(`${faultLine(file, line, eventName, fault)}\n`);
  }

  async unread({ file, code, message, lastLine }: UnreadLog): Promise<void> {
    // Told on standard error: it is no finding about what a log holds.
    if (code === "unreadable") return;
    this.#hasFindings = true;
    const place = lastLine === 0 ? file : `${file}:${lastLine + 1}:1`;
    await this.#output.print(`${printable(`${place}: ${message}`)}\n`);
  }

  async summary(tally: Tally): Promise<void> {
    await this.#output.print((this.#hasFindings ? "\n" : "") + summaryText(tally));
  }
}
