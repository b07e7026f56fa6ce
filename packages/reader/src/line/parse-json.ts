import type { EventDefinition } from "@metric-events/runtime";
import { readJson } from "./read-json.js";
import { shortToken } from "./rounded-numbers.js";
import type { SyntaxFault } from "./syntax-fault.js";
import { withBigints } from "./with-bigints.js";

/** Why a text is not JSON that all readers read alike. */
interface JsonMistake {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  readonly message: string;
}

/**
 * Parses JSON that a person wrote. What JSON.parse would change silently is a mistake: a name that an object has twice, and a number that
 * no double holds.
 *
 * @param definition the event that the text is; where it has bigints, numbers are read exactly.
 */
export function parseJson(
  text: string,
  definition?: Pick<EventDefinition, "bigints" | "fromJson">,
): { readonly value: unknown } | { readonly mistakes: readonly JsonMistake[] } {
  const { faults, duplicates, numbers } = readJson(text);
  const { value, others } =
    faults.length > 0
      ? { value: undefined, others: numbers }
      : withBigints(JSON.parse(text) as unknown, numbers, definition);
  const mistakes = [
    ...faults.map((fault) => ({ index: fault.index, message: syntaxMessage(fault) })),
    ...duplicates.map(({ index, name }) => ({
      index,
      message: `duplicate name ${JSON.stringify(name)}; write it once`,
    })),
    ...others.filter(({ isHeld }) => !isHeld).map(({ index, token }) => ({ index, message: roundedMessage(token) })),
  ];
  if (mistakes.length === 0) return { value };
  mistakes.sort((left, right) => left.index - right.index);
  return { mistakes: mistakes.map(({ index, message }) => ({ ...placeAt(text, index), message })) };
}

function roundedMessage(token: string): string {
  return `expected a number that a 64-bit float holds, received ${shortToken(token)}, of which it makes ${Number(token)}; write it as a string`;
}

function placeAt(text: string, index: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, index).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

function syntaxMessage(fault: SyntaxFault): string {
  switch (fault.code) {
    case "torn":
      return `not JSON: the text ends within ${fault.inside}`;
    case "glued":
      return "not JSON: a second value begins here";
    case "not-finite":
      return `not JSON: expected a finite number, received ${fault.literal}`;
    case "too-deep":
      return `nested too deeply: more than ${fault.maxDepth} levels of objects and arrays`;
    case "not-json":
      return `not JSON: expected ${fault.expected}, received ${fault.received}`;
    default:
      return fault satisfies never;
  }
}
