import { printable } from "../printable.js";
import { messageWithSubject, summaryText } from "./message.js";
import type { FindingDetail, FindingPlace, FindingSummary, PlacedFinding } from "./placed-finding.js";
import type { CompleteOptions, FindingPrinter } from "./printer.js";

const labels = { error: ["red", "error"], warning: ["yellow", "warning"], ignored: ["dim", "accepted"] } as const;

/** For people: `file:line:column: sentence`, as compilers print it and editors read it, and what belongs to it indented below. */
export class TextPrinter implements FindingPrinter {
  readonly #options: CompleteOptions;
  /** The file that was printed last, and how: most findings are about the same. */
  #file = { name: "", printed: "" };
  /** Whether a blank line is due before the summary. */
  #isInList = false;

  constructor(options: CompleteOptions) {
    this.#options = options;
  }

  begin(): string {
    return "";
  }

  finding(finding: PlacedFinding): string {
    const { place, code, severity, details = [] } = finding;
    const { paint, showsSeverity, showsCode } = this.#options;
    const [color, word] = labels[severity];
    const label = showsSeverity || severity !== "error" ? `${paint(color, word)}: ` : "";
    const suffix = showsCode ? ` (${printable(code)})` : "";
    const line = `${paint("bold", this.#placeText(place))}: ${label}${printable(messageWithSubject(finding))}${suffix}\n`;
    const separator = this.#isInList && details.length > 0 ? "\n" : "";
    this.#isInList = details.length === 0;
    return separator + line + (details.length === 0 ? "" : `${details.map(detailText).join("")}\n`);
  }

  /** `file:line:column`, as far as they are known. */
  #placeText({ file, line, column }: FindingPlace): string {
    if (file !== this.#file.name) this.#file = { name: file, printed: printable(file) };
    const { printed } = this.#file;
    if (line === undefined) return printed;
    return column === undefined ? `${printed}:${line}` : `${printed}:${line}:${column}`;
  }

  end(summary: FindingSummary): string {
    const shown = summaryText(summary);
    return (this.#isInList && shown !== "" ? "\n" : "") + shown;
  }
}

function detailText(detail: FindingDetail): string {
  if (detail.kind === "note") return `  ${printable(detail.text)}\n`;
  return detail.lines.map((line) => `    ${printable(line)}\n`).join("");
}
