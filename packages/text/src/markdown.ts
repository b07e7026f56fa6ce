import { printable } from "./printable.js";

/** Text that Markdown takes for nothing else: no markup, no HTML, no links, and nobody is notified by it. */
export function escape(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll(/[\\`*_{}[\]<>#|~]/g, "\\$&")
    .replaceAll(/@|:\/\/|\bwww\./g, (mark) => `${mark.slice(0, 1)}<!-- -->${mark.slice(1)}`);
}

/** Text in a code span, whose ends are longer than any backticks within (CommonMark, section 6.1). */
export function code(text: string): string {
  const shown = printable(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const ends = "`".repeat(longest + 1);
  return longest === 0 ? `${ends}${shown}${ends}` : `${ends} ${shown} ${ends}`;
}
