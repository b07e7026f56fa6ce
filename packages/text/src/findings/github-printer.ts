import { printable } from "../printable.js";
import { workflowCommand } from "../workflow-command.js";
import { summaryText, wholeMessage } from "./message.js";
import type { FindingSummary, PlacedFinding } from "./placed-finding.js";
import type { CompleteOptions, FindingPrinter } from "./printer.js";
import { RepositoryPaths, repositoryPath } from "./repository-path.js";

const levels = { error: "error", warning: "warning", ignored: "notice" } as const;

/** Workflow commands of GitHub Actions that annotate the files of a repository; the log of the step shows the summary. */
export class GithubPrinter implements FindingPrinter {
  readonly #paths: RepositoryPaths;

  constructor({ repository }: CompleteOptions) {
    this.#paths = new RepositoryPaths(repository, (file, top) => printable(repositoryPath(file, top)));
  }

  begin(): string {
    return "";
  }

  finding(finding: PlacedFinding): string {
    const { place, severity, title = finding.code } = finding;
    const file = this.#paths.of(place.file);
    const { line, column } = place;
    const annotation = {
      file,
      ...(line === undefined ? {} : { line }),
      ...(line === undefined || column === undefined ? {} : { column }),
      title: printable(title),
      message: wholeMessage(finding),
    };
    return `${workflowCommand(levels[severity], annotation)}\n`;
  }

  end(summary: FindingSummary): string {
    return summaryText(summary);
  }
}
