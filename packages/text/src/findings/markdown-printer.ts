import { code, escape } from "../markdown.js";
import { markdownTable } from "../markdown-table.js";
import { printable } from "../printable.js";
import { capitalized, messageWithSubject } from "./message.js";
import type { FindingDetail, FindingSummary, PlacedFinding } from "./placed-finding.js";
import type { CompleteOptions, FindingPrinter } from "./printer.js";

/** For a comment on a pull request; what was accepted is folded away at the end. */
export class MarkdownPrinter implements FindingPrinter {
  readonly #options: CompleteOptions;
  readonly #accepted: string[] = [];

  constructor(options: CompleteOptions) {
    this.#options = options;
  }

  begin(): string {
    return `## ${escape(this.#options.heading)}\n\n`;
  }

  finding(finding: PlacedFinding): string {
    const { place, code: rule, severity, details = [] } = finding;
    if (severity === "ignored") {
      this.#accepted.push(`- ${escape(messageWithSubject(finding))}\n`);
      return "";
    }
    const { file, line } = place;
    const at = code(line === undefined ? file : `${file}:${line}`);
    return `### ${escape(messageWithSubject(finding))}\n\n${at} · ${code(rule)}\n\n${details.map(detailText).join("")}`;
  }

  end({ table, lines }: FindingSummary): string {
    const accepted = this.#accepted.join("");
    return [
      accepted === "" ? "" : `<details><summary>Accepted</summary>\n\n${accepted}\n</details>\n\n`,
      table === undefined || table.rows.length === 0 ? "" : `${markdownTable(table.columns, table.rows)}\n`,
      ...lines.map((line) => `- ${escape(line)}\n`),
    ].join("");
  }
}

function detailText(detail: FindingDetail): string {
  if (detail.kind === "note") return `${escape(capitalized(detail.text))}.\n\n`;
  // A runner obeys lines that begin with two colons wherever they are printed.
  const text = detail.lines.map((line) => printable(line).replace(/^::/, " ::")).join("\n");
  // A fence that is longer than any inside.
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${detail.language}\n${text}\n${fence}\n\n`;
}
