import { printable, printableLines } from "./printable.js";
import { proseParts } from "./prose.js";

/** What would begin a list or a rule, or make a heading of the line before. */
const blockMark = /^(\s*\d*)([-+=.)])(?=\s|[-=]*\s*$)/;

/** What GitHub links or notifies by: mentions, references to issues, addresses. A backslash does not stop it, a comment within does. */
const live = /@|#(?=\d)|\bGH-(?=\d)|:\/\/|\bwww\./gi;

/**
 * Text that Markdown shows as it is: without markup, HTML, math or links, and without a notification for anyone. For the contents of a
 * paragraph, a heading, a list item or a cell of a table.
 */
export function escape(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll(/[\\`*_{}[\]<>#|~$]/g, "\\$&")
    .replace(blockMark, "$1\\$2")
    .replaceAll(live, (mark) => `${mark.slice(0, 1)}<!-- -->${mark.slice(1)}`);
}

/** Text in a code span, whose ends are longer than any backticks within (CommonMark, section 6.1). */
export function code(text: string): string {
  const shown = printable(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const ends = "`".repeat(longest + 1);
  return longest === 0 ? `${ends}${shown}${ends}` : `${ends} ${shown} ${ends}`;
}

/** A description in one line of Markdown: text in backticks is code, and nothing else is markup. */
export function inlineMarkdown(description: string): string {
  return proseParts(description)
    .map(({ text, isCode }) => (isCode ? code(text) : escape(text)))
    .join("");
}

/** A fenced block of code, whose fences are longer than any backticks within (CommonMark, section 4.5). */
export function codeBlock(lines: readonly string[], language: string): string {
  const shown = printableLines(lines);
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, shown, fence].join("\n");
}
