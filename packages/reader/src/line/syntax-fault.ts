import { defaultEnvelope, eventNameIn } from "@metric-events/runtime";
import { tryParse } from "./try-parse.js";

/** Why a text is not one JSON value (RFC 8259). `index` counts UTF-16 code units. */
export type SyntaxFault =
  /** The text ends too early, within what `inside` names. */
  | { readonly code: "torn"; readonly index: number; readonly inside: string }
  /** Another value begins at `index`; `isCut` when the one before it was not complete. */
  | { readonly code: "glued"; readonly index: number; readonly isCut: boolean }
  /** A number that JSON does not have, such as the `NaN` and `Infinity` of Python's encoder. */
  | { readonly code: "not-finite"; readonly index: number; readonly literal: string }
  /** Objects and arrays are nested more deeply than is read. */
  | { readonly code: "too-deep"; readonly index: number; readonly maxDepth: number }
  | { readonly code: "not-json"; readonly index: number; readonly expected: string; readonly received: string };

/** The word or ASCII character at an index, or the code point of any other character. */
export function describeAt(text: string, index: number): string {
  const word = /[\w$.+-]{1,20}|[!-~]/y;
  word.lastIndex = index;
  return JSON.stringify(word.exec(text)?.[0]) ?? describeCharacter(text.codePointAt(index) ?? 0);
}

export function describeCharacter(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Bounds the time for text that only looks like the start of an event: each place costs a parse. */
const maxRestarts = 20;
const maxRestartLength = 1024 * 1024;

/** Finds a whole event after one that was cut off, as a crash in the middle of a write leaves them. */
export function findRestart(text: string, nameField: string): SyntaxFault | undefined {
  const lastName = text.lastIndexOf(JSON.stringify(nameField));
  if (lastName === -1) return undefined;
  let index = text.lastIndexOf('{"', lastName);
  for (let tries = 0; index > 0 && tries < maxRestarts && text.length - index <= maxRestartLength; tries++) {
    if (isEvent(text.slice(index), nameField)) return { code: "glued", index, isCut: true };
    index = text.lastIndexOf('{"', index - 1);
  }
  return undefined;
}

function isEvent(text: string, nameField: string): boolean {
  return eventNameIn(tryParse(text), { ...defaultEnvelope, nameField }) !== undefined;
}
