import { PatternStepsError } from "@metric-events/runtime";
import { linearPattern } from "../linear-pattern.js";

/** What Ajv asks for the engine of the patterns that it runs. */
export const linearRegExp = Object.assign(
  (source: string, flags: string) => {
    const { test } = linearPattern(source);
    // Ajv caches engines by their text, so the text has to be that of the pattern.
    return { test, toString: () => `/${source}/${flags}` } as RegExp;
  },
  { code: "linearRegExp" },
);

/** Whether a validator accepts a value. It does not where a text is too long for its pattern, so that nobody can say. */
export function isAccepting(validate: (value: unknown) => unknown, value: unknown): boolean {
  try {
    return validate(value) === true;
  } catch (error) {
    if (error instanceof PatternStepsError) return false;
    throw error;
  }
}
