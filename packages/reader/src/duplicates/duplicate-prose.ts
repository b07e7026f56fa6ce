import type { DuplicateRange } from "./duplicate-finder.js";

/** How many lines stand twice. */
export function duplicateCount(lines: number): string {
  return lines === 1
    ? "1 line repeats an earlier one, and counts once"
    : `${lines.toLocaleString("en-US")} lines repeat earlier ones, and count once`;
}

/** Which lines repeat which. */
export function duplicateText(range: DuplicateRange): string {
  const { file, from, to, lines } = range;
  // Bad lines, blank ones and originals may be between.
  const share = lines === to - from + 1 ? "" : `${lines.toLocaleString("en-US")} of `;
  return `${share}${file}:${rangeText(range)} ${from === to ? "repeats" : "repeat"} ${originalText(range)}`;
}

/** The same beside the place of the first line. */
export function duplicateDetail(range: DuplicateRange): string {
  const { from, to, lines } = range;
  if (from === to) return `repeats ${originalText(range)}`;
  return `${lines.toLocaleString("en-US")} lines up to line ${to} repeat ${originalText(range)}`;
}

function originalText({ file, original }: DuplicateRange): string {
  if (original.file !== file) return `${original.file}:${rangeText(original)}`;
  return `${original.from === original.to ? "line" : "lines"} ${rangeText(original)}`;
}

function rangeText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? String(from) : `${from}-${to}`;
}
