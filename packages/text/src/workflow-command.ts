import { printable } from "./printable.js";

export interface Annotation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly title: string;
  readonly message: string;
}

/** A workflow command of GitHub Actions that shows an error at a line of a file. */
export function errorCommand(annotation: Annotation): string {
  return workflowCommand("error", annotation);
}

/**
 * A workflow command of GitHub Actions that shows a message at a line of a file. Escaped as actions/toolkit does it
 * (`packages/core/src/command.ts`).
 */
export function workflowCommand(
  level: "error" | "warning" | "notice",
  { file, line, column, title, message }: Annotation,
): string {
  const properties = Object.entries({ file, line, col: column, title }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::${level} ${properties.join(",")}::${escapeData(message)}`;
}

/** The runner obeys a line within a message, too, once it is unescaped and printed. */
function escapeData(text: string): string {
  const shown = text.split(/\r?\n/).map(printable).join("\n");
  return shown.replaceAll("%", "%25").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
