import { faultMessage, faultNames } from "../format/fault-prose.js";
import { printable } from "../format/printable.js";
import { errorCommand } from "../format/workflow-command.js";
import type { BadLineReport, SourceReport } from "../judging/read-judged.js";
import type { Output } from "../output.js";
import type { Reporter } from "./reporter.js";
import { summaryText } from "./summary-text.js";
import type { Tally } from "./tally.js";

/** Workflow commands of GitHub Actions, then the summary as text, which the log of the step shows. */
export class GithubReporter implements Reporter {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  async badLine({ file, line, eventName, faults }: BadLineReport): Promise<void> {
    for (const fault of faults) {
      const title = eventName === undefined ? faultNames[fault.code] : `${faultNames[fault.code]} (${eventName})`;
      const message = printable(faultMessage(fault));
      await this.#output.print(`${errorCommand({ file, line, column: fault.column, title, message })}\n`);
    }
  }

  async source({ file, message, lastLine }: SourceReport): Promise<void> {
    const place = lastLine === 0 ? {} : { line: lastLine + 1 };
    await this.#output.print(`${errorCommand({ file, ...place, title: "not read to the end", message })}\n`);
  }

  async summary(tally: Tally): Promise<void> {
    await this.#output.print(summaryText(tally));
  }
}
