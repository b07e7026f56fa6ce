import { parseJson } from "@metric-events/reader/json";
import type { EventDefinition } from "@metric-events/runtime";

/** The fields of an event that a text holds as JSON, or what is wrong with the text. */
export function parseJsonObject(
  text: string,
  definition: EventDefinition,
): { readonly object: Record<string, unknown> } | { readonly mistakes: readonly string[] } {
  const parsed = parseJson(text, definition);
  if ("mistakes" in parsed) {
    if (text.trim() === "") return { mistakes: ["expected a JSON object, received nothing"] };
    return { mistakes: parsed.mistakes.map(({ line, column, message }) => `${placeIn(line, column)}: ${message}`) };
  }
  const { value } = parsed;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { object: { ...value } };
  return { mistakes: [`expected a JSON object, received ${JSON.stringify(text)}`] };
}

/** Most arguments are one line. */
function placeIn(line: number, column: number): string {
  return line === 1 ? `character ${column}` : `line ${line}, character ${column}`;
}
