import type { DuplicateRange } from "./duplicate-finder.js";

/** How many lines stand twice. */
export function duplicateCount(lines: number): string {
  const shown = lines.toLocaleString("en-US");
  return lines === 1
    ? "1 line repeats an earlier one, and counts once"
    : `${shown} lines repeat earlier ones, and count once`;
}

/** Which lines repeat which. */
export function duplicateText({ file, from, to, lines, original }: DuplicateRange): string {
  // Bad lines, blank ones and originals may be between.
  const share = lines === to - from + 1 ? "" : `${lines.toLocaleString("en-US")} of `;
  const of = original.file === file ? linesText(original) : `${original.file}:${rangeText(original)}`;
  return `${share}${file}:${rangeText({ from, to })} ${from === to ? "repeats" : "repeat"} ${of}`;
}

function linesText(range: { readonly from: number; readonly to: number }): string {
  return `${range.from === range.to ? "line" : "lines"} ${rangeText(range)}`;
}

function rangeText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? String(from) : `${from}-${to}`;
}
