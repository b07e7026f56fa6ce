import { tooDeepAt } from "@metric-events/runtime";
import { maxJsonDepth } from "./size-limits.js";

/**
 * The value of a JSON text that somebody else may have written; `undefined` for what is not JSON, or nested more deeply than a person writes.
 * A byte order mark is passed over.
 */
export function parseBounded(text: string): unknown {
  const json = text.replace(/^\uFEFF/, "");
  if (tooDeepAt(json, maxJsonDepth) !== undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
