import type { FileOutcome, InitResult } from "@metric-events/project";
import { printable } from "@metric-events/text";

const said: Readonly<Record<FileOutcome["outcome"], string>> = {
  written: "wrote",
  extended: "added to",
  unchanged: "unchanged",
  left: "left alone",
};

/** What `init` did, and what to do next. */
export function formatInit({ files, next, hook }: InitResult): string {
  const changed = files.filter(({ outcome }) => outcome !== "unchanged");
  const isDone = changed.every(({ outcome }) => outcome === "left");
  const lines = changed.map(
    ({ path, outcome, detail }) => `${said[outcome]} ${path}${detail === undefined ? "" : `: ${detail}`}`,
  );
  return [
    ...(isDone ? ["nothing to change"] : []),
    ...lines.map((line) => printable(line)),
    "",
    "Next:",
    ...next.map((command) => `  ${command}`),
    ...(hook === undefined ? [] : ["", "To check before each commit:", `  ${hook}`]),
    "",
  ].join("\n");
}
