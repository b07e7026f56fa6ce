import { type BadLine, faultMessage, faultNames, type Tally, type UnreadLog } from "@metric-events/reader";
import { errorCommand, printable } from "@metric-events/text";
import type { Output } from "../output.js";
import type { Reporter } from "./reporter.js";
import { summaryText } from "./summary-text.js";

/** Workflow commands of GitHub Actions, then the summary as text, which the log of the step shows. */
export class GithubReporter implements Reporter {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  async badLine({ file, line, eventName, faults }: BadLine): Promise<void> {
    for (const fault of faults) {
      const title = eventName === undefined ? faultNames[fault.code] : `${faultNames[fault.code]} (${eventName})`;
      const message = printable(faultMessage(fault));
      await this.#output.print(`${errorCommand({ file, line, column: fault.column, title, message })}\n`);
    }
  }

  async unread({ file, message, lastLine }: UnreadLog): Promise<void> {
    const place = lastLine === 0 ? {} : { line: lastLine + 1 };
    await this.#output.print(`${errorCommand({ file, ...place, title: "not read to the end", message })}\n`);
  }

  async summary(tally: Tally): Promise<void> {
    await this.#output.print(summaryText(tally));
  }
}
