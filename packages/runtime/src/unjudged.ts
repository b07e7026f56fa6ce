import { describeValue } from "./describe-value.js";
import { maxPatternSteps, PatternStepsError } from "./pattern/pattern-steps.js";
import { joinPointer } from "./pointer.js";
import type { Issue } from "./types.js";

/**
 * Lets an error pass that only says that a validator could not judge a value to the end. A type that contains itself is checked recursively, so a
 * very deep value, or one that contains itself, overflows the stack; and patterns may take only a limited number of steps.
 *
 * @throws the error, if it is another one
 */
export function expectUnjudged(error: unknown): asserts error is RangeError | PatternStepsError {
  if (!(error instanceof PatternStepsError || error instanceof RangeError)) throw error;
}

/**
 * The issue of a value that a validator could not judge to the end.
 *
 * @throws the error, if it is about something else
 */
export function unjudged(error: unknown, data: unknown): Issue {
  expectUnjudged(error);
  if (error instanceof PatternStepsError) return tooManySteps(error, data);
  return {
    code: "not-json",
    pointer: "",
    expected: "a value that is nested less deeply",
    received: "one that is nested too deeply to check",
  };
}

function tooManySteps({ pattern, text }: PatternStepsError, data: unknown): Issue {
  const steps = maxPatternSteps.toLocaleString("en-US");
  return {
    code: "pattern-steps",
    pointer: pointerTo(text, data) ?? "",
    expected: `texts that their patterns can check in ${steps} steps in one event`,
    received: `${describeValue(text)}, which is too long for ${describeValue(pattern)}`,
  };
}

/** Where a text stands in a value, as a value or as a name. */
function pointerTo(text: string, data: unknown): string | undefined {
  const seen = new Set<unknown>([data]);
  const waiting: { readonly value: unknown; readonly pointer: string }[] = [{ value: data, pointer: "" }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer } = next;
    if (value === text) return pointer;
    if (typeof value !== "object" || value === null) continue;
    for (const name of Object.keys(value)) {
      const held: unknown = Reflect.get(value, name);
      if (held === text || (name === text && !Array.isArray(value))) return joinPointer(pointer, name);
      if (typeof held !== "object" || held === null || seen.has(held)) continue;
      seen.add(held);
      waiting.push({ value: held, pointer: joinPointer(pointer, name) });
    }
  }
  return undefined;
}
