import { tooDeepAt } from "@metric-events/runtime";
import type { FilePlace, ShipPosition } from "../source/ship-position.js";

const maxLength = 4096;
const hash = /^[\da-f]{32}$/;

/** Reads a position as JSON, which anyone who may write to the stream can have written; `undefined` for anything else. */
export function parsePosition(text: string): ShipPosition | undefined {
  if (text.length > maxLength || tooDeepAt(text, 3) !== undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isPosition(value) ? value.map(placeOf) : undefined;
}

export function isPosition(value: unknown): value is ShipPosition {
  return Array.isArray(value) && value.length > 0 && value.length <= 2 && value.every(isPlace);
}

function isPlace(value: unknown): value is FilePlace {
  if (typeof value !== "object" || value === null) return false;
  const { number, fingerprint, offset, lines, mark } = value as Record<keyof FilePlace, unknown>;
  return [number, offset, lines].every(isCount) && [fingerprint, mark].every(isHash);
}

function placeOf({ number, fingerprint, offset, lines, mark }: FilePlace): FilePlace {
  return { number, fingerprint, offset, lines, mark };
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isHash(value: unknown): boolean {
  return typeof value === "string" && hash.test(value);
}
