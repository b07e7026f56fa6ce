import { printable } from "@metric-events/text";

/** A text as a Python literal of ASCII alone, so that nothing in it can end the literal or hide what follows. */
export function pythonText(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[^ -~]/gu, escapeCharacter);
  return `"${escaped}"`;
}

function escapeCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point > 0xff_ff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
}

function hex(point: number, digits: number): string {
  return point.toString(16).padStart(digits, "0");
}

/** A docstring, which nothing in it can end. */
export function docstring(text: string, indent: string): string[] {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => printable(line).replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"'));
  if (lines.length === 1 && !lines[0]?.endsWith('"')) return [`${indent}"""${lines[0]}"""`];
  return [`${indent}"""`, ...lines.map((line) => `${indent}${line}`.trimEnd()), `${indent}"""`];
}
