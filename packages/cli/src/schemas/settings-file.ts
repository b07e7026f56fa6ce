import { parseJson } from "@metric-events/reader/json";
import { joinPointer } from "@metric-events/runtime";
import type { SettingMistake } from "@metric-events/runtime/settings";
import { UsageError } from "../errors.js";

/** A file of settings as JSON: the value in it, and the error for mistakes in it. */
export interface SettingsFile {
  readonly value: unknown;
  readonly error: (mistakes: readonly SettingMistake[]) => Promise<UsageError>;
  /** Where a key, or its value, begins. */
  readonly placeOf: (
    path: SettingMistake["path"],
    at: SettingMistake["at"],
  ) => Promise<{ readonly line: number; readonly column: number }>;
}

/**
 * @param what the file in words: `the config file`.
 * @throws {UsageError} for what is not JSON; the message lists all mistakes, each with its place.
 */
export function parseSettings(text: string, file: string, what: string): SettingsFile {
  const parsed = parseJson(text);
  if ("mistakes" in parsed) throw unusable(file, what, parsed.mistakes);
  return {
    value: parsed.value,
    error: async (mistakes) => unusable(file, what, await placed(text, mistakes)),
    async placeOf(path, at) {
      const [place = { line: 1, column: 1 }] = await placed(text, [{ path, at, message: "" }]);
      return { line: place.line, column: place.column };
    },
  };
}

interface PlacedMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What finds the places is loaded only now. */
async function placed(text: string, mistakes: readonly SettingMistake[]): Promise<readonly PlacedMistake[]> {
  const { parseJsonDocument } = await import("@metric-events/schema");
  const parsed = parseJsonDocument(text);
  return mistakes.map(({ path, at, message }) => {
    const start = { line: 1, column: 1 };
    return { ...("error" in parsed ? start : parsed.document.locate(joinPointer("", ...path), at)), message };
  });
}

function unusable(file: string, what: string, mistakes: readonly PlacedMistake[]): UsageError {
  const lines = mistakes.map(({ line, column, message }) => `  ${file}:${line}:${column}: ${message}`);
  return new UsageError([`cannot use ${what}:`, ...lines]);
}
