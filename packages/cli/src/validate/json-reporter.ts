import { type BadLine, faultMessage, type Tally, type UnreadLog } from "@metric-events/reader";
import type { Output } from "../output.js";
import type { Reporter } from "./reporter.js";

/** One JSON document, `{ findings, summary }`, written while the work goes on: a finding to a line. */
export class JsonReporter implements Reporter {
  readonly #output: Output;
  #findings = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  async badLine({ file, line, eventName, faults }: BadLine): Promise<void> {
    for (const fault of faults) {
      const issue = "issue" in fault ? fault.issue : undefined;
      await this.#finding({
        file,
        line,
        column: fault.column,
        kind: fault.code,
        code: issue?.code ?? fault.code,
        ...(eventName === undefined ? {} : { event: eventName }),
        ...(issue === undefined ? {} : issueDetails(issue)),
        message: faultMessage(fault),
      });
    }
  }

  async unread({ file, code, message, lastLine }: UnreadLog): Promise<void> {
    await this.#finding({
      file,
      ...(lastLine === 0 ? {} : { line: lastLine + 1, column: 1 }),
      kind: code,
      code,
      message,
    });
  }

  async summary(tally: Tally): Promise<void> {
    const { files, unread, valid, bad, events, faults } = tally;
    const byName = [...events].toSorted(([left], [right]) => (left < right ? -1 : 1));
    const summary = {
      files,
      unread,
      lines: valid + bad,
      valid,
      bad,
      events: Object.fromEntries(byName),
      badByKind: Object.fromEntries(faults),
    };
    await this.#output.print(
      `${this.#findings === 0 ? '{"findings":[' : "\n"}],\n"summary":${JSON.stringify(summary)}}\n`,
    );
  }

  async #finding(finding: object): Promise<void> {
    const start = this.#findings++ === 0 ? '{"findings":[\n' : ",\n";
    await this.#output.print(start + JSON.stringify(finding));
  }
}

function issueDetails(issue: { pointer: string; expected: string; received: string; suggestion?: string }): object {
  const { pointer, expected, received, suggestion } = issue;
  return { pointer, expected, received, ...(suggestion === undefined ? {} : { suggestion }) };
}
