import { jsonText } from "../json.js";
import type { FindingSummary, PlacedFinding } from "./placed-finding.js";
import type { FindingPrinter } from "./printer.js";

/** One JSON document, `{ findings, …, summary }`; each finding and each further member takes one line. */
export class JsonPrinter implements FindingPrinter {
  #findings = 0;

  begin(): string {
    return '{"findings":[';
  }

  finding({ place, code, severity, facts, message }: PlacedFinding): string {
    const { file, line, column } = place;
    const data = { file, line, column, code, severity, ...facts, message };
    return `${this.#findings++ === 0 ? "\n" : ",\n"}${jsonText(data)}`;
  }

  end({ data }: FindingSummary): string {
    const members = Object.entries(data).map(([name, value]) => `,\n${jsonText(name)}:${jsonText(value)}`);
    return `${this.#findings === 0 ? "" : "\n"}]${members.join("")}}\n`;
  }
}
