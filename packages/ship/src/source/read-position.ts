import type { FilePlace, ShipPosition } from "./ship-position.js";

/** A position that was written as JSON; `undefined` for anything else. */
export function readPosition(value: unknown): ShipPosition | undefined {
  return Array.isArray(value) && value.length <= 2 && value.every(isPlace) ? value : undefined;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isPlace(value: unknown): value is FilePlace {
  if (typeof value !== "object" || value === null) return false;
  const { number, fingerprint, offset, lines, mark } = value as Readonly<Record<string, unknown>>;
  return [number, offset, lines].every(isCount) && typeof fingerprint === "string" && typeof mark === "string";
}
